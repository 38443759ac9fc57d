import fc from "fast-check";
import { expect, test } from "vitest";

import { backOffMs, retryUntilDone } from "./back-off.ts";

const backOff = { initialMs: 1, maxMs: 4 };

test("delays are spread from none to a ceiling that doubles and never passes the maximum", () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const delay = backOffMs({ initialMs: 100, maxMs: 5_000 }, attempt, () => random);
      const ceiling = Math.min(5_000, 100 * 2 ** Math.min(attempt, 30));
      expect(delay).toBeCloseTo(random * ceiling, 6);
    }),
  );
});

test("work is repeated until it succeeds, and each failure is reported", async () => {
  const failures: number[] = [];
  let calls = 0;
  const work = async (): Promise<string> => {
    calls += 1;
    if (calls < 4) throw new Error("not yet");
    return "done";
  };
  const signal = new AbortController().signal;
  await expect(
    retryUntilDone(work, { backOff, signal, onFailure: (_, attempt) => failures.push(attempt) }),
  ).resolves.toBe("done");
  expect(failures).toEqual([0, 1, 2]);
});

test("an abort ends the retries", async () => {
  const controller = new AbortController();
  const work = () => Promise.reject(new Error("never"));
  const onFailure = (): void => controller.abort(new Error("stopping"));
  await expect(retryUntilDone(work, { backOff, signal: controller.signal, onFailure })).rejects.toThrow("stopping");
});
