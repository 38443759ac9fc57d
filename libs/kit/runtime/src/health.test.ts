import { expect, it } from "vitest";

import { checkHealth, type HealthCheck } from "./health.ts";

const well: HealthCheck = { name: "bus", check: async () => null };

it("is well when every part is", async () => {
  expect(await checkHealth([well])).toEqual({ healthy: true, checks: { bus: "ok" } });
});

it("is well when there is no part", async () => {
  expect(await checkHealth([])).toEqual({ healthy: true, checks: {} });
});

it("gives a part that hangs up, and aborts its work", async () => {
  let signal: AbortSignal | undefined;
  const hanging: HealthCheck = {
    name: "store",
    check: (given) => {
      signal = given;
      return new Promise(() => undefined);
    },
  };
  expect(await checkHealth([hanging, well], 10)).toEqual({
    healthy: false,
    checks: { store: "no answer within 10 ms", bus: "ok" },
  });
  expect(signal?.aborted).toBe(true);
});

it("takes a check that throws before it answers for one that is not well", async () => {
  const throwing: HealthCheck = {
    name: "store",
    check: () => {
      throw new Error("not opened yet");
    },
  };
  expect(await checkHealth([throwing, well])).toEqual({
    healthy: false,
    checks: { store: "not opened yet", bus: "ok" },
  });
});
