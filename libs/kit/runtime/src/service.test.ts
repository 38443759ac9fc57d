import { expect, test } from "vitest";

import { composeServices, type Service } from "./service.ts";

function recorded(name: string, log: string[], failure?: "start" | "stop"): Service {
  const step = (what: "start" | "stop") => async (): Promise<void> => {
    log.push(`${what} ${name}`);
    if (failure === what) throw new Error(`${name} cannot ${what}`);
  };
  return { name, start: step("start"), stop: step("stop") };
}

test("services start in order and stop in reverse", async () => {
  const log: string[] = [];
  const all = composeServices("all", [recorded("a", log), recorded("b", log)]);
  await all.start();
  await all.stop();
  expect(log).toEqual(["start a", "start b", "stop b", "stop a"]);
});

test("a failure to start stops what had started, and is the error that is thrown", async () => {
  const log: string[] = [];
  const all = composeServices("all", [recorded("a", log, "stop"), recorded("b", log, "start"), recorded("c", log)]);
  await expect(all.start()).rejects.toThrow("b cannot start");
  expect(log).toEqual(["start a", "start b", "stop b", "stop a"]);
});

test("one failure to stop does not keep the others running", async () => {
  const log: string[] = [];
  const all = composeServices("all", [recorded("a", log), recorded("b", log, "stop")]);
  await all.start();
  await expect(all.stop()).rejects.toThrow(AggregateError);
  expect(log).toContain("stop a");
});

test("stopping twice stops once", async () => {
  const log: string[] = [];
  const all = composeServices("all", [recorded("a", log)]);
  await all.start();
  await all.stop();
  await all.stop();
  expect(log).toEqual(["start a", "stop a"]);
});
