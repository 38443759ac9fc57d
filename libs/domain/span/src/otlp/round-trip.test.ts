import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOtlpSpan, decodeTraceRequest, decodeTraceRequestJson, encodeTraceRequest } from "../index.ts";
import { encodeTraceRequestJson } from "../index.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "../index.ts";

const text = fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replaceAll(/\p{Surrogate}/gu, "?"));
const int64 = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((value) => value.some((byte) => byte > 0))
    .map((value) => Buffer.from(value).toString("hex"));

const anyValue: fc.Arbitrary<AnyValue> = fc.letrec<{ value: AnyValue; map: AttributeMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    int64,
    fc.double({ noDefaultInfinity: false }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("map"),
  ),
  map: fc.array(fc.tuple(text, tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
})).value;
const attributes = fc.array(fc.tuple(text, anyValue), { maxLength: 6 }).map((entries) => new Map(entries));

const span: fc.Arbitrary<OtlpSpan> = fc
  .record({
    traceId: hex(16),
    spanId: hex(8),
    parentSpanId: fc.oneof(hex(8), fc.constant("")),
    traceState: text,
    name: text,
    kind: fc.nat(5),
    startTimeUnixNano: uint64,
    endTimeUnixNano: uint64,
    attributes,
    events: fc.array(fc.record({ name: text, timeUnixNano: uint64, attributes }), { maxLength: 3 }),
    links: fc.array(fc.record({ traceId: hex(16), spanId: hex(8), attributes }), { maxLength: 2 }),
    statusCode: fc.nat(2),
    statusMessage: text,
    resource: attributes,
    scopeName: text,
    scopeVersion: text,
    scopeAttributes: attributes,
  })
  .map((fields) => createOtlpSpan(fields));

function spansOf(outcome: ReturnType<typeof decodeTraceRequest>): readonly OtlpSpan[] {
  if (outcome.kind !== "ok") throw new Error(`a dead letter: ${outcome.reason}`);
  expect(outcome.value.rejected).toEqual([]);
  return outcome.value.spans;
}

describe("every span comes back as it was", () => {
  test("through protobuf", () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), (spans) => {
        expect(spansOf(decodeTraceRequest(encodeTraceRequest(spans)))).toEqual(spans);
      }),
    );
  });

  test("through JSON", () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), (spans) => {
        expect(spansOf(decodeTraceRequestJson(encodeTraceRequestJson(spans)))).toEqual(spans);
      }),
    );
  });

  test("and so do the numbers that are easily lost", () => {
    const numbers = [-0, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2n ** 63n), 2n ** 63n - 1n, 0.1, 1e300, -1];
    const attributes = new Map([["numbers", numbers]]);
    const spans = [createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "n", attributes })];
    for (const decoded of [
      spansOf(decodeTraceRequest(encodeTraceRequest(spans))),
      spansOf(decodeTraceRequestJson(encodeTraceRequestJson(spans))),
    ]) {
      const read = decoded[0]?.attributes.get("numbers");
      expect(Array.isArray(read) && read.map((number, at) => Object.is(number, numbers[at]))).toEqual(
        numbers.map(() => true),
      );
    }
  });

  test("and spans of one resource share it on the wire and in memory", () => {
    const resource = new Map([["service.name", "api"]]);
    const ids = ["1", "2", "3"].map((digit) => digit.padStart(16, "0"));
    const spans = ids.map((spanId) => createOtlpSpan({ traceId: "a".repeat(32), spanId, name: "chat", resource }));
    const bytes = encodeTraceRequest(spans);
    const decoded = spansOf(decodeTraceRequest(bytes));
    expect(Buffer.from(bytes).toString("latin1").split("service.name")).toHaveLength(2);
    expect(decoded[2]?.resource).toBe(decoded[0]?.resource);
  });
});
