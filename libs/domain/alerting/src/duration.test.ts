import { describe, expect, it } from "vitest";

import { durationSchema, windowSchema } from "./duration.ts";

describe("duration", () => {
  it.each([
    { text: "30s", ms: 30_000 },
    { text: "5m", ms: 300_000 },
    { text: "1h30m", ms: 5_400_000 },
    { text: "7d", ms: 604_800_000 },
    { text: "1w", ms: 604_800_000 },
    { text: "0s", ms: 0 },
  ])("reads $text as $ms ms and keeps the text", ({ text, ms }) => {
    expect(durationSchema.parse(text)).toEqual({ text, ms });
  });

  it.each(["", "5", "m5", "5 m", "-5m", "1.5h", "5ms", "1e3s"])("refuses %j", (text) => {
    expect(durationSchema.safeParse(text).success).toBe(false);
  });

  it("refuses a window of no length", () => {
    expect(windowSchema.safeParse("0s").success).toBe(false);
  });
});
