import { describe, expect, test } from "vitest";
import { rowOf } from "../testing/row-of.ts";

const CHAT = { "gen_ai.operation.name": "chat" };
const TTFC = "gen_ai.response.time_to_first_chunk";
const START = "langfuse.observation.completion_start_time";

describe("the time to the first token of a call of 60 s", () => {
  const cases: readonly [label: string, key: string, sent: string | number, ttft: number | null][] = [
    ["is told in seconds", TTFC, 0.25, 250],
    ["may be a little longer than the call", TTFC, 60.9, 60_900],
    ["may be told as a moment", START, "2026-01-01T00:00:01Z", 1000],
  ];
  test.each(cases)("%s", (_, key, sent, ttft) => {
    expect(rowOf({ ...CHAT, [key]: sent })).toMatchObject({ ttft_ms: ttft, quality_flags: [], attributes: {} });
  });

  const doubtful: typeof cases = [
    ["where milliseconds came for seconds", TTFC, 250, 250_000],
    ["where its moment is after the end", START, "2026-01-02T00:00:00Z", 86_400_000],
    ["where its moment is before the start, which stays", START, "2025-12-31T00:00:00Z", null],
  ];
  test.each(doubtful)("is flagged %s", (_, key, sent, ttft) => {
    const attributes = ttft === null ? { [key]: sent } : {};
    expect(rowOf({ ...CHAT, [key]: sent })).toMatchObject({
      ttft_ms: ttft,
      quality_flags: ["invalid_ttft"],
      attributes,
    });
  });
});
