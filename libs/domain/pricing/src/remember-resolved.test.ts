import { describe, expect, it } from "vitest";

import { rememberResolved } from "./remember-resolved.ts";

/** Counts how often a name is really looked for. */
function counting(capacity: number): {
  readonly ask: (model: string, requested?: string) => unknown;
  readonly count: () => number;
} {
  let calls = 0;
  const resolve = rememberResolved((_provider, _requested, model) => {
    calls += 1;
    return model === "known" ? [] : "unknown_model";
  }, capacity);
  return { ask: (model, requested = "") => resolve("openai", requested, model), count: () => calls };
}

describe("the memory of resolved models", () => {
  it.each([
    ["a known model once", "known", 1],
    ["an unknown model once", "no-such-model", 1],
    ["a name too long to keep each time", "x".repeat(1_000), 2],
  ])("looks for %s", (_label, model, expected) => {
    const { ask, count } = counting(10);
    expect(ask(model)).toEqual(ask(model));
    expect(count()).toBe(expected);
  });

  it("tells apart what was asked for and what answered", () => {
    const { ask, count } = counting(10);
    ask("a", "b");
    ask("b", "a");
    expect(count()).toBe(2);
  });

  it("forgets when it is full", () => {
    const { ask, count } = counting(2);
    for (const model of ["a", "b", "c", "c", "a"]) ask(model);
    expect(count()).toBe(4);
  });
});
