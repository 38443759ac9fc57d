import { expect, test } from "vitest";
import { mayNameFinishReason } from "./byte-search.ts";

test.each([
  ['{"finish_reason":"stop"}', true],
  ['{"finishReason":"STOP"}', true],
  ['{"stop_reason":"end_turn"}', true],
  ['{"stopReason":"end_turn"}', true],
  ['{"done_reason":"stop"}', true],
  ['{"finish\\u005freason":"stop"}', true],
  ['{"role":"assistant","content":"There is a reason to finish"}', false],
  ["_reaso", false],
  ["", false],
])("%s may name why the answer ended: %s", (json, expected) => {
  const bytes = new TextEncoder().encode(json);
  expect(mayNameFinishReason(bytes, 0, bytes.length)).toBe(expected);
});
