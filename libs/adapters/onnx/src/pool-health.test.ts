import { ParapetError } from "@parapet/runtime";
import { afterEach, expect, test, vi } from "vitest";

import type { OutputRow } from "./inference-protocol.ts";
import type { InferenceSession } from "./inference-session.ts";
import { createPoolHealth } from "./pool-health.ts";
import { cpuLimits, SessionPool, type Call } from "./session-pool.ts";

const never = new AbortController().signal;
const call: Call = { signal: never, priority: "inline" };
const row = { input_ids: [1] };

afterEach(() => vi.useRealTimers());

/** A session in memory whose calls all end in one way. */
function sessionThat(end: () => Promise<readonly OutputRow[]>): InferenceSession {
  return { provider: "memory", run: end, stop: async () => undefined };
}

const answers = sessionThat(async () => [{}]);
const isLost = sessionThat(async () => Promise.reject(new ParapetError("session_lost", "the thread ended")));

function poolOf(...sessions: readonly InferenceSession[]) {
  const pool = new SessionPool(sessions);
  const health = createPoolHealth(pool);
  return {
    complaint: async (): Promise<string | null> => health.check(never),
    /** Asks so often that each session has been asked. */
    askAll: async (): Promise<void> => {
      await Promise.allSettled(sessions.map(async () => pool.run("m", row, call)));
    },
  };
}

test("models are well before they are asked, and while one session of them lives", async () => {
  const { complaint, askAll } = poolOf(answers, isLost);
  expect(await complaint()).toBeNull();
  await askAll();
  expect(await complaint()).toBeNull();
});

test("models whose sessions are all lost are not well, and stay so", async () => {
  const { complaint, askAll } = poolOf(isLost, isLost);
  await askAll();
  expect(await complaint()).toContain("restart the service");
  await askAll();
  expect(await complaint()).toContain("restart the service");
});

test("a model that fails on a row is well", async () => {
  const { complaint, askAll } = poolOf(
    sessionThat(async () => Promise.reject(new ParapetError("inference_failed", ""))),
  );
  await askAll();
  expect(await complaint()).toBeNull();
});

test("models that hang are not well until a session comes back; one that hangs beside a lost one is the last", async () => {
  vi.useFakeTimers();
  const answering: (() => void)[] = [];
  const hangs = sessionThat(async () => new Promise((resolve) => answering.push(() => resolve([{}]))));
  const { complaint, askAll } = poolOf(hangs, isLost);
  const asked = askAll();
  await vi.advanceTimersByTimeAsync(cpuLimits.maxRunMs - 1);
  expect(await complaint()).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  expect(await complaint()).toContain("is lost or hangs");
  answering[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(await complaint()).toBeNull();
});
