import { describe, expect, it } from "vitest";

import { deadLetter, deadLetterReasons, ok, type Outcome } from "./index.ts";

describe("the outcome of decoding a message", () => {
  it("is a value, or the reason why there is none", () => {
    const outcomes: readonly Outcome<number>[] = [ok(7), deadLetter("undecodable_json")];
    expect(outcomes).toEqual([
      { kind: "ok", value: 7 },
      { kind: "dead_letter", reason: "undecodable_json" },
    ]);
  });

  it("has reasons that can be metric labels: distinct snake_case words", () => {
    expect(new Set(deadLetterReasons).size).toBe(deadLetterReasons.length);
    for (const reason of deadLetterReasons) expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
});
