import { expect, test } from "vitest";
import { z } from "zod";

import type { Clock } from "./clock.ts";
import { loadConfig } from "./config.ts";
import { runMain, type MainProcess } from "./run-main.ts";
import { composeServices, type Service } from "./service.ts";

/** A process whose exit is recorded, whose signals are sent by hand, and whose clock is set by hand. */
function standIn(env: Record<string, string> = {}) {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const lines: string[] = [];
  const time = { ms: 0 };
  const ended = Promise.withResolvers<number>();
  const process: MainProcess = {
    env,
    on: (signal, listener) => listeners.set(signal, listener),
    exit: (code) => {
      exits.push(code);
      ended.resolve(code);
      return undefined as never; // The stand-in lives on, so that what is done after the exit is seen too.
    },
    stderr: { write: (text) => lines.push(text) },
  };
  const clock: Clock = { nowMs: () => time.ms, monotonicMs: () => time.ms };
  return {
    process,
    exits,
    lines,
    time,
    clock,
    ended: ended.promise,
    send: (signal: string) => listeners.get(signal)?.(),
  };
}

const service = (stop: () => Promise<void>, start = async (): Promise<void> => undefined): Service => ({
  name: "thing",
  start,
  stop,
});
const never = (): Promise<void> => new Promise(() => undefined);

test("a wrong setting exits with 78 and names the setting", async () => {
  const main = standIn();
  const build = (): Service => {
    loadConfig(z.object({ PARAPET_BROKERS: z.string().describe("host:port of a broker") }), main.process.env);
    return service(never);
  };
  await runMain({ process: main.process, build });
  expect(main.exits).toEqual([78]);
  expect(main.lines.join("")).toContain("PARAPET_BROKERS");
});

test("any other failure to start exits with 1", async () => {
  const main = standIn();
  await runMain({ process: main.process, build: () => Promise.reject(new Error("no disk")) });
  expect(main.exits).toEqual([1]);
  expect(main.lines.join("")).toContain("no disk");
});

test.each(["SIGTERM", "SIGINT"])("%s stops the service and exits with 0", async (signal) => {
  const main = standIn();
  const log: string[] = [];
  await runMain({ process: main.process, build: () => service(async () => void log.push("stopped")) });
  main.send(signal);
  expect(await main.ended).toBe(0);
  expect(log).toEqual(["stopped"]);
});

test("a failure to stop is told and exits with 1", async () => {
  const main = standIn();
  await runMain({ process: main.process, build: () => service(() => Promise.reject(new Error("stuck"))) });
  main.send("SIGTERM");
  expect(await main.ended).toBe(1);
  expect(main.lines.join("")).toContain("stuck");
});

test("a stop that takes too long exits with 1", async () => {
  const main = standIn();
  await runMain({ process: main.process, build: () => service(never), stopTimeoutMs: 5 });
  main.send("SIGTERM");
  expect(await main.ended).toBe(1);
  expect(main.lines.join("")).toContain("thing: not stopped after 5 ms");
});

test("a second signal exits at once, unless it is the same key press passed on by npm", async () => {
  const main = standIn();
  await runMain({ process: main.process, clock: main.clock, build: () => service(never) });
  main.send("SIGINT");
  main.time.ms = 40;
  main.send("SIGINT");
  expect(main.exits).toEqual([]);
  main.time.ms = 2_000;
  main.send("SIGINT");
  expect(main.exits).toEqual([1]);
});

test("a signal in the middle of the start stops what there is and exits with 0", async () => {
  const main = standIn();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const parts = ["store", "slow", "console"].map((name): Service => {
    const start = async (): Promise<void> => {
      log.push(`start ${name}`);
      if (name === "slow") await gate.promise;
    };
    return { name, start, stop: async () => void log.push(`stop ${name}`) };
  });
  const running = runMain({ process: main.process, build: () => composeServices("all", parts) });
  await expect.poll(() => log).toContain("start slow");
  main.send("SIGTERM");
  expect(await main.ended).toBe(0);
  gate.resolve();
  await running;
  expect(log).toEqual(["start store", "start slow", "stop slow", "stop store"]);
  expect(main.exits).toEqual([0]);
  expect(main.lines).toEqual([]);
});

test("a signal while the service is being built exits with 0 and starts nothing", async () => {
  const main = standIn();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const build = async (): Promise<Service> => {
    await gate.promise;
    return service(never, async () => void log.push("started"));
  };
  const running = runMain({ process: main.process, build });
  main.send("SIGINT");
  expect(await main.ended).toBe(0);
  gate.resolve();
  await running;
  expect(log).toEqual([]);
});

test("a service that has failed is stopped, and the process exits with 1 and says why", async () => {
  const main = standIn();
  const log: string[] = [];
  const failing = Promise.withResolvers<never>();
  const stuck = { ...service(async () => void log.push("stopped")), failed: failing.promise };
  await runMain({ process: main.process, build: () => stuck });
  failing.reject(new Error("no progress"));
  expect(await main.ended).toBe(1);
  expect(log).toEqual(["stopped"]);
  expect(main.lines.join("")).toContain("no progress");
});

test("a service that fails while it stops for a signal does not change the exit", async () => {
  const main = standIn();
  const failing = Promise.withResolvers<never>();
  const stopping = service(async () => failing.reject(new Error("cut short")));
  await runMain({ process: main.process, build: () => ({ ...stopping, failed: failing.promise }) });
  main.send("SIGTERM");
  expect(await main.ended).toBe(0);
  expect(main.lines).toEqual([]);
});
