import type { Provider } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";

import { rememberResolved, resolveModel } from "./resolve-model.ts";

/** Counts how often a name is really looked for. */
function countingResolver(): { readonly resolve: typeof resolveModel; readonly count: () => number } {
  let calls = 0;
  const resolve = (providerId: string, model: string): Provider | null => {
    calls += 1;
    return resolveModel(providerId, model);
  };
  return { resolve, count: () => calls };
}

describe("the memory of resolved models", () => {
  it.each([
    ["a known model once", "gpt-4o", 1],
    ["an unknown model once", "no-such-model", 1],
    ["a name too long to keep each time", "x".repeat(1_000), 2],
  ])("looks for %s", (_label, model, expected) => {
    const { resolve, count } = countingResolver();
    const remembering = rememberResolved(resolve, 10);
    expect(remembering("openai", model)).toEqual(remembering("openai", model));
    expect(count()).toBe(expected);
  });

  it("forgets when it is full", () => {
    const { resolve, count } = countingResolver();
    const remembering = rememberResolved(resolve, 1);
    for (const model of ["gpt-4o", "gpt-4o-mini", "gpt-4o"]) remembering("openai", model);
    expect(count()).toBe(3);
  });
});
