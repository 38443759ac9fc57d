import { describe, expect, test } from "vitest";

import { messageTimeMs } from "./message-time.ts";

describe("the time of a Kafka message", () => {
  test.each([
    ["is what the broker says", "1772366400123", 1_772_366_400_123],
    ["is the epoch when there is none", "-1", 0],
    ["is the last that can be stored when it is later", "9223372036854775807", 9_223_372_036_854],
    ["is the epoch when it is before", "-9223372036854775808", 0],
    ["is the epoch when it is no number", "soon", 0],
  ])("%s", (_label, timestamp, millis) => expect(messageTimeMs(timestamp)).toBe(millis));
});
