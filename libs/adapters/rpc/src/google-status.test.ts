import { describe, expect, it } from "vitest";

import { encodeStatus, statusToJson } from "./google-status.ts";

const type = "type.googleapis.com/google.rpc.RetryInfo";

describe("google.rpc.Status", () => {
  it("is code and message in protobuf", () => {
    expect([...encodeStatus({ code: 3, message: "m" })]).toEqual([0x08, 3, 0x12, 1, 0x6d]);
  });

  it("says when to try again, in seconds and nanoseconds", () => {
    // 1.5 s: seconds = 1, nanos = 500000000 (varint 80 ca b5 ee 01)
    const duration = [0x08, 1, 0x10, 0x80, 0xca, 0xb5, 0xee, 0x01];
    const retryInfo = [0x0a, duration.length, ...duration];
    const any = [0x0a, type.length, ...Buffer.from(type), 0x12, retryInfo.length, ...retryInfo];
    const status = [0x08, 8, 0x12, 1, 0x6d, 0x1a, any.length, ...any];
    expect([...encodeStatus({ code: 8, message: "m", retryAfterMs: 1_500 })]).toEqual(status);
  });

  it("is the same in JSON", () => {
    expect(statusToJson({ code: 3, message: "m" })).toEqual({ code: 3, message: "m" });
    expect(statusToJson({ code: 8, message: "m", retryAfterMs: 1_500 })).toEqual({
      code: 8,
      message: "m",
      details: [{ "@type": type, retryDelay: "1.5s" }],
    });
  });
});
