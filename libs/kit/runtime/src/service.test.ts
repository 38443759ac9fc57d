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

test("a stop in the middle of the start starts no further service", async () => {
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const slow: Service = { ...recorded("slow", log), start: () => gate.promise };
  const all = composeServices("all", [recorded("a", log), slow, recorded("c", log)]);
  const start = all.start();
  await expect.poll(() => log).toContain("start a");
  await all.stop();
  gate.resolve();
  await expect(start).rejects.toMatchObject({ code: "start_interrupted" });
  expect(log).toEqual(["start a", "stop slow", "stop a"]);
});

test("whoever stops while another does waits for the same end", async () => {
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const slow: Service = { ...recorded("slow", log), stop: () => gate.promise };
  const all = composeServices("all", [recorded("a", log), slow]);
  await all.start();
  const ends = [all.stop(), all.stop()].map(async (end, index) => end.then(() => log.push(`end ${index}`)));
  expect(log).not.toContain("stop a");
  gate.resolve();
  await Promise.all(ends);
  expect(log.slice(-3)).toEqual(["stop a", "end 0", "end 1"]);
});

test("the failure of one is the failure of all", async () => {
  const log: string[] = [];
  const failing = Promise.withResolvers<never>();
  const all = composeServices("all", [recorded("a", log), { ...recorded("b", log), failed: failing.promise }]);
  await all.start();
  failing.reject(new Error("b is stuck"));
  await expect(all.failed).rejects.toThrow("b is stuck");
});
