import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultDecodeLimits } from "./decode-limits.ts";
import { decodeTraceRequestJson } from "../index.ts";
import type { AnyValue, OtlpSpan } from "../index.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const traceBytes = Buffer.from(traceId, "hex");
const spanBytes = Buffer.from(spanId, "hex");

function requestOf(...spans: unknown[]): unknown {
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] };
}

function decodeOne(fields: Record<string, unknown>): OtlpSpan {
  const outcome = decodeTraceRequestJson(requestOf({ traceId, spanId, name: "chat", ...fields }));
  const [span] = outcome.kind === "ok" ? outcome.value.spans : [];
  if (span === undefined) throw new Error(`no span: ${JSON.stringify(outcome)}`);
  return span;
}

describe("a message that is no trace request", () => {
  const cases: readonly [label: string, input: unknown, reason: string][] = [
    ["blank text", " \n", "empty_message"],
    ["an empty object", "{}", "empty_message"],
    ["an empty request", '{"resourceSpans":[]}', "empty_message"],
    ["half an object", '{"resourceSpans":[', "undecodable_json"],
    ["a list", "[]", "undecodable_json"],
    ["a number", "7", "undecodable_json"],
    ["null", "null", "undecodable_json"],
    ["an object of something else", '{"hello":"world"}', "undecodable_json"],
    ["resource spans that are no objects", '{"resourceSpans":[1]}', "undecodable_json"],
    ["logs", '{"resourceLogs":[]}', "other_signal"],
    ["metrics in snake case", '{"resource_metrics":[{}]}', "other_signal"],
  ];
  test.each(cases)("%s is a dead letter", (_, input, reason) => {
    expect(decodeTraceRequestJson(input)).toEqual({ kind: "dead_letter", reason });
  });

  test("no text and no value throws", () => {
    fc.assert(fc.property(fc.string(), (input) => void decodeTraceRequestJson(input)));
    fc.assert(fc.property(fc.anything(), (input) => void decodeTraceRequestJson({ resourceSpans: [input] })));
    fc.assert(fc.property(fc.anything(), (input) => void decodeTraceRequestJson(requestOf(input))));
    const withValue = (value: unknown) =>
      requestOf({ traceId, spanId, attributes: [{ key: "a", value }], events: [value] });
    fc.assert(fc.property(fc.anything(), (input) => void decodeTraceRequestJson(withValue(input))));
  });
});

describe("ids are read in every spelling", () => {
  const cases: readonly [label: string, trace: unknown, span: unknown][] = [
    ["hex", traceId, spanId],
    ["upper-case hex", traceId.toUpperCase(), spanId.toUpperCase()],
    ["base64", traceBytes.toString("base64"), spanBytes.toString("base64")],
    ["base64 without padding", traceBytes.toString("base64url"), spanBytes.toString("base64url")],
    ["a Buffer's JSON", { type: "Buffer", data: [...traceBytes] }, { data: [...spanBytes] }],
    ["lists of bytes", [...traceBytes], [...spanBytes]],
    ["a typed array's JSON", Object.assign({}, [...traceBytes]), Object.assign({}, [...spanBytes])],
    ["hex of bytes", { __bytes_hex: traceId }, { __bytes_hex: spanId }],
    ["bytes", traceBytes, new Uint8Array(spanBytes)],
  ];
  test.each(cases)("%s", (_, trace, span) => {
    expect(decodeOne({ traceId: trace, spanId: span, parentSpanId: span })).toMatchObject({
      traceId,
      spanId,
      parentSpanId: spanId,
    });
  });

  const malformed: readonly [label: string, trace: unknown, span: unknown][] = [
    ["no trace id", undefined, spanId],
    ["a trace id of 15 bytes", traceId.slice(2), spanId],
    ["a span id that is a number", traceId, 12],
    ["a span id of zeros", traceId, "0".repeat(16)],
    ["text", "not an id at all", spanId],
  ];
  test.each(malformed)("%s is rejected", (_, trace, span) => {
    const outcome = decodeTraceRequestJson(requestOf({ traceId: trace, spanId: span }, { traceId, spanId }));
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 0, reason: "invalid_span_id" }]);
    expect(outcome.kind === "ok" && outcome.value.spans).toHaveLength(1);
  });

  test("an empty parent is a root, a malformed one too, flagged", () => {
    expect(decodeOne({ parentSpanId: { data: [] } })).toMatchObject({ parentSpanId: "", flags: [] });
    expect(decodeOne({ parentSpanId: "xyz" })).toMatchObject({ parentSpanId: "", flags: ["invalid_parent_id"] });
  });
});

describe("times are read in every spelling", () => {
  const time = 1_750_000_000_123_456_789n;
  const cases: readonly [label: string, value: unknown, flags: string[]][] = [
    ["text", time.toString(), []],
    ["signed halves", { low: Number(BigInt.asIntN(32, time)), high: Number(time >> 32n), unsigned: true }, []],
    ["halves without a sign", { low: Number(BigInt.asIntN(32, time)), high: Number(time >> 32n) }, []],
    ["a bigint", time, []],
  ];
  test.each(cases)("%s", (_, value, flags) => {
    expect(decodeOne({ startTimeUnixNano: value })).toMatchObject({ startTimeUnixNano: time, flags });
    expect(decodeOne({ start_time_unix_nano: value }).startTimeUnixNano).toBe(time);
  });

  test("a number beyond 2^53 has lost digits and says so", () => {
    const span = decodeOne({ startTimeUnixNano: Number(time) });
    expect(span.flags).toEqual(["inexact_integer"]);
    expect(Number(span.startTimeUnixNano)).toBe(Number(time));
  });

  test.each([[-1], ["soon"], [null], [{}], [2 ** 70]])("%j counts as absent", (value) => {
    expect(decodeOne({ startTimeUnixNano: value }).startTimeUnixNano).toBe(0n);
  });
});

describe("attribute values", () => {
  const cases: readonly [label: string, value: unknown, expected: AnyValue][] = [
    ["text", { stringValue: "x" }, "x"],
    ["an integer as text", { intValue: "-42" }, -42],
    ["an integer as number", { intValue: 42 }, 42],
    ["an integer in halves", { intValue: { low: -2, high: -1, unsigned: false } }, -2],
    ["an integer beyond 2^53", { intValue: "9007199254740993" }, 9_007_199_254_740_993n],
    ["a double", { doubleValue: 0.5 }, 0.5],
    ["NaN", { doubleValue: "NaN" }, Number.NaN],
    ["infinity", { doubleValue: "-Infinity" }, -Infinity],
    ["a boolean", { boolValue: true }, true],
    ["a boolean as text", { boolValue: "false" }, false],
    ["bytes", { bytesValue: "AQI=" }, new Uint8Array([1, 2])],
    ["bytes in the alphabet of URLs, as they were sent", { bytesValue: "ghp_a-b_" }, "ghp_a-b_"],
    ["nothing", {}, null],
    ["null", null, null],
    ["an array", { arrayValue: { values: [{ stringValue: "a" }, { intValue: "1" }] } }, ["a", 1]],
    ["a map", { kvlistValue: { values: [{ key: "k", value: { boolValue: false } }] } }, new Map([["k", false]])],
    ["snake case", { array_value: { values: [{ string_value: "a" }] } }, ["a"]],
    ["a plain text", "plain", "plain"],
    ["a plain number", 1.5, 1.5],
    ["a plain list", ["a", 1], ["a", 1]],
    ["a plain object", { a: { b: 1 } }, new Map([["a", new Map([["b", 1]])]])],
    ["a lone surrogate", { stringValue: "a\uD800b" }, "a\uFFFDb"],
  ];
  test.each(cases)("%s", (_, value, expected) => {
    expect(decodeOne({ attributes: [{ key: "k", value }] }).attributes.get("k")).toEqual(expected);
  });

  test("attributes may be a plain object", () => {
    const span = decodeOne({ attributes: { "gen_ai.system": "openai", n: 3, typed: { stringValue: "t" } } });
    expect([...span.attributes]).toEqual([
      ["gen_ai.system", "openai"],
      ["n", 3],
      ["typed", "t"],
    ]);
  });

  test("keys that JavaScript gives a meaning are data", () => {
    const outcome = decodeTraceRequestJson(
      `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${traceId}","spanId":"${spanId}","attributes":{"__proto__":"p","constructor":"c"}}]}]}]}`,
    );
    const [span] = outcome.kind === "ok" ? outcome.value.spans : [];
    expect([...(span?.attributes ?? [])]).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
  });

  test("of two equal keys the last wins", () => {
    const span = decodeOne({ attributes: ["a", "b"].map((value) => ({ key: "k", value })) });
    expect(span).toMatchObject({ attributes: new Map([["k", "b"]]), flags: ["duplicate_attribute"] });
  });
});

describe("enums", () => {
  test.each([
    [3, 3],
    ["SPAN_KIND_CLIENT", 3],
    ["client", 3],
    ["3", 3],
    ["SPAN_KIND_TELEPATHIC", 0],
    [-1, 0],
    [null, 0],
  ])("kind %j is %d", (kind, expected) => {
    expect(decodeOne({ kind }).kind).toBe(expected);
  });

  test.each([
    [2, 2],
    ["STATUS_CODE_ERROR", 2],
    ["OK", 1],
    [undefined, 0],
  ])("status %j is %d", (code, expected) => {
    expect(decodeOne({ status: { code, message: "m" } })).toMatchObject({ statusCode: expected, statusMessage: "m" });
  });
});

describe("hostile requests", () => {
  test("deep values reject their span", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${traceId}","spanId":"${spanId}","attributes":{"a":${deep}}}]}]}]}`;
    const outcome = decodeTraceRequestJson(text);
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 0, reason: "nested_too_deep" }]);
  });

  test("a deep resource rejects all its spans, and no others", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 40; level += 1) deep = [deep];
    const scopeSpans = [{ spans: [{ traceId, spanId }] }];
    const outcome = decodeTraceRequestJson({
      resourceSpans: [{ resource: { attributes: { deep } }, scopeSpans }, { scopeSpans }],
    });
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 0, reason: "nested_too_deep" }]);
    expect(outcome.kind === "ok" && outcome.value.spans).toHaveLength(1);
  });

  test("limits hold", () => {
    const spans = [1, 2, 3].map(() => ({ traceId, spanId, attributes: { a: 1, b: 2 } }));
    const limited = decodeTraceRequestJson(requestOf(...spans), { ...defaultDecodeLimits, maxSpans: 2 });
    expect(limited).toEqual({ kind: "dead_letter", reason: "too_many_spans" });
    const cut = decodeTraceRequestJson(requestOf(...spans), { ...defaultDecodeLimits, maxAttributes: 1 });
    expect(cut.kind === "ok" && cut.value.spans[0]?.flags).toEqual(["attributes_dropped"]);
    const large = decodeTraceRequestJson(" ".repeat(100), { ...defaultDecodeLimits, maxBytes: 99 });
    expect(large).toEqual({ kind: "dead_letter", reason: "message_too_large" });
  });

  test("bytes that are no UTF-8 are mended and flagged", () => {
    const text = JSON.stringify(requestOf({ traceId, spanId, name: "c?h" }));
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf("?")] = 0xff;
    const outcome = decodeTraceRequestJson(bytes);
    expect(outcome.kind === "ok" && outcome.value.spans[0]).toMatchObject({
      name: "c\uFFFDh",
      flags: ["invalid_utf8"],
    });
  });
});
