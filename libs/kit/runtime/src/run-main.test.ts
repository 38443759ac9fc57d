import { expect, test } from "vitest";
import { z } from "zod";

import { loadConfig } from "./config.ts";
import { runMain, type MainProcess } from "./run-main.ts";
import type { Service } from "./service.ts";

class Exited extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** A process whose exit is recorded and whose signals are sent by hand. */
function standIn(env: Record<string, string> = {}) {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const lines: string[] = [];
  const process: MainProcess = {
    env,
    once: (signal, listener) => listeners.set(signal, listener),
    exit: (code) => {
      exits.push(code);
      throw new Exited(code);
    },
    stderr: { write: (text) => lines.push(text) },
  };
  return { process, exits, lines, send: (signal: string) => listeners.get(signal)?.() };
}

const service = (stop: () => Promise<void>): Service => ({ name: "thing", start: async () => undefined, stop });

test("a wrong setting exits with 78 and names the setting", async () => {
  const main = standIn();
  const build = (): Service => {
    loadConfig(z.object({ PARAPET_BROKERS: z.string().describe("host:port of a broker") }), main.process.env);
    return service(async () => undefined);
  };
  await expect(runMain({ process: main.process, build })).rejects.toThrow("exit 78");
  expect(main.lines.join("")).toContain("PARAPET_BROKERS");
});

test("any other failure to start exits with 1", async () => {
  const main = standIn();
  const build = () => Promise.reject(new Error("no disk"));
  await expect(runMain({ process: main.process, build })).rejects.toThrow("exit 1");
  expect(main.lines.join("")).toContain("no disk");
});

test("SIGTERM stops the service and exits with 0", async () => {
  const main = standIn();
  const { promise, resolve } = Promise.withResolvers<void>();
  const exit = (code: number): never => {
    main.exits.push(code);
    resolve();
    return undefined as never;
  };
  await runMain({ process: { ...main.process, exit }, build: () => service(async () => undefined) });
  main.send("SIGTERM");
  await promise;
  expect(main.exits).toEqual([0]);
});

test("a second signal exits at once", async () => {
  const main = standIn();
  await runMain({ process: main.process, build: () => service(() => new Promise(() => undefined)) });
  main.send("SIGTERM");
  expect(() => main.send("SIGINT")).toThrow("exit 1");
});
