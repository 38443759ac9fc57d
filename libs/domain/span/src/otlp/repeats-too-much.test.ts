import { describe, expect, test } from "vitest";

import { defaultDecodeLimits } from "./decode-limits.ts";
import { decodeTraceRequestJson } from "./decode-trace-request-json.ts";
import { decodeTraceRequest } from "./decode-trace-request.ts";
import { encodeTraceRequestJson } from "./encode-trace-request-json.ts";
import { encodeTraceRequest } from "./encode-trace-request.ts";
import { createOtlpSpan, type OtlpSpan } from "./otlp-span.ts";

/** Spans of one resource and one scope. */
function spansSharing(count: number, shared: Partial<OtlpSpan>): readonly OtlpSpan[] {
  return Array.from({ length: count }, (_, index) =>
    createOtlpSpan({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: (index + 1).toString(16).padStart(16, "0"),
      name: "chat",
      ...shared,
    }),
  );
}

const limits = { ...defaultDecodeLimits, maxBytes: 100_000 };
const large = "x".repeat(40_000);

describe.each([
  ["protobuf", (spans: readonly OtlpSpan[]) => decodeTraceRequest(encodeTraceRequest(spans), limits)],
  ["JSON", (spans: readonly OtlpSpan[]) => decodeTraceRequestJson(encodeTraceRequestJson(spans), limits)],
])("what the spans of a request in %s share", (_encoding, decode) => {
  test.each<[string, Partial<OtlpSpan>]>([
    ["a resource", { resource: new Map([["k", large]]) }],
    ["a nested resource", { resource: new Map([["k", new Map([["k", [large]]])]]) }],
    ["a resource of many keys", { resource: new Map([[large, true]]) }],
    ["a scope's attributes", { scopeAttributes: new Map([["k", large]]) }],
    ["a scope's name", { scopeName: large }],
    ["a scope's version", { scopeVersion: large }],
  ])("may come to four times the bound of a message, and no more: %s", (_label, shared) => {
    expect(decode(spansSharing(9, shared))).toMatchObject({ kind: "ok", value: { rejected: [] } });
    expect(decode(spansSharing(11, shared))).toEqual({ kind: "dead_letter", reason: "message_too_large" });
  });
});
