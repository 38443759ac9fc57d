import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultDecodeLimits } from "./decode-limits.ts";
import { createOtlpSpan, decodeMessage, decodeTraceRequest, encodeTraceRequest } from "../index.ts";
import type { AnyValue, OtlpSpan } from "../index.ts";
import { ProtoWriter } from "./proto-writer.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const start = 1_750_000_000_000_000_000n;

function aSpan(fields: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({ traceId, spanId, name: "chat", kind: 3, startTimeUnixNano: start, ...fields });
}

/** A request of one resource and one scope whose records are written by hand, each in field 2 of its scope. */
function requestOf(...records: ((record: ProtoWriter) => void)[]): Uint8Array {
  const request = new ProtoWriter();
  request.message(1, (group) => {
    group.message(2, (scope) => {
      for (const record of records) scope.message(2, record);
    });
  });
  return request.finish();
}

function writeIds(record: ProtoWriter, trace = traceId, id = spanId): void {
  record.bytes(1, Buffer.from(trace, "hex"));
  record.bytes(2, Buffer.from(id, "hex"));
}

function nested(depth: number): AnyValue {
  let value: AnyValue = "deep";
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe("a message that is no trace request", () => {
  const cases: readonly [label: string, bytes: Uint8Array, reason: string][] = [
    ["no bytes", new Uint8Array(), "empty_message"],
    ["text", Buffer.from("hello, world"), "undecodable_protobuf"],
    ["a length past the end", Buffer.from([0x0a, 0x7f, 0x01]), "undecodable_protobuf"],
    ["a varint without an end", Buffer.from([0x0a, ...Array.from({ length: 11 }, () => 0xff)]), "undecodable_protobuf"],
    ["well formed, but without resource spans", Buffer.from([0x10, 0x05]), "undecodable_protobuf"],
    ["a group", Buffer.from([0x0b, 0x0c]), "undecodable_protobuf"],
  ];
  test.each(cases)("%s is a dead letter", (_, bytes, reason) => {
    expect(decodeTraceRequest(bytes)).toEqual({ kind: "dead_letter", reason });
  });

  test("a request that is cut at any byte is a dead letter", () => {
    const spans = [aSpan({ attributes: new Map([["a", "b"]]) }), aSpan({ spanId: "00000000000000aa" })];
    const bytes = encodeTraceRequest(spans);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeTraceRequest(bytes.subarray(0, length)).kind, `cut at ${length}`).toBe("dead_letter");
    }
  });

  test("random bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(["ok", "dead_letter"]).toContain(decodeMessage(bytes).kind);
      }),
      { numRuns: 2000 },
    );
  });

  test("a request with flipped bytes never throws", () => {
    const bytes = encodeTraceRequest([
      aSpan({ attributes: new Map<string, AnyValue>([["a", new Map([["b", [1, 2.5]]])]]) }),
    ]);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        expect(["ok", "dead_letter"]).toContain(decodeTraceRequest(damaged).kind);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("another signal is told from damaged traces", () => {
  const logRecord = (record: ProtoWriter) => {
    record.fixed64(1, start);
    record.int64(2, 9);
    record.message(5, (body) => body.string(1, "a log line"));
    record.bytes(9, Buffer.from(traceId, "hex"));
  };
  const sum = (record: ProtoWriter) => {
    record.string(1, "http.server.duration");
    record.string(3, "ms");
    record.message(7, (data) => data.message(1, (point) => point.fixed64(3, start)));
  };
  const gauge = (record: ProtoWriter) => {
    record.string(1, "sixteen.letters.");
    record.message(5, (data) => data.message(1, (point) => point.fixed64(3, start)));
  };
  const histogram = (record: ProtoWriter) => {
    record.string(1, "latency");
    record.message(9, (data) => data.message(1, (point) => point.fixed64(3, start)));
  };
  const cases: readonly [label: string, bytes: Uint8Array][] = [
    ["logs", requestOf(logRecord, logRecord)],
    ["a log without times", requestOf((record) => record.int64(2, 9))],
    ["a sum", requestOf(sum)],
    ["a gauge", requestOf(gauge)],
    ["a histogram", requestOf(histogram, sum)],
  ];
  test.each(cases)("%s", (_, bytes) => {
    expect(decodeTraceRequest(bytes)).toEqual({ kind: "dead_letter", reason: "other_signal" });
  });

  const damaged: readonly [label: string, write: (record: ProtoWriter) => void][] = [
    [
      "a span of short ids",
      (record) => {
        record.string(1, "short");
        record.string(5, "chat");
        record.int64(6, 3);
        record.fixed64(7, start);
      },
    ],
    ["a name alone", (record) => record.string(5, "chat")],
    ["a name and attributes", (record) => [5, 9].forEach((field) => record.string(field, "\u0008\u0001"))],
  ];
  test.each(damaged)("%s stays a rejected span", (_, write) => {
    const outcome = decodeTraceRequest(requestOf(write));
    expect(outcome.kind === "ok" && outcome.value).toMatchObject({ spans: [], rejected: [{ idx: 0 }] });
  });
});

describe("a span that alone is at fault is rejected and the rest is served", () => {
  const cases: readonly [label: string, reason: string, write: (record: ProtoWriter) => void][] = [
    ["a trace id of 15 bytes", "invalid_span_id", (record) => writeIds(record, traceId.slice(2))],
    ["a trace id of zeros", "invalid_span_id", (record) => writeIds(record, "0".repeat(32))],
    ["a span id of 9 bytes", "invalid_span_id", (record) => writeIds(record, traceId, `${spanId}00`)],
    ["a span id of zeros", "invalid_span_id", (record) => writeIds(record, traceId, "0".repeat(16))],
    ["no ids", "invalid_span_id", (record) => record.string(5, "chat")],
    [
      "a name that is a number",
      "undecodable_protobuf",
      (record) => {
        writeIds(record);
        record.int64(5, 7);
      },
    ],
  ];
  test.each(cases)("%s", (_, reason, write) => {
    const bytes = requestOf(writeIds, write, writeIds);
    const outcome = decodeTraceRequest(bytes);
    expect(outcome.kind === "ok" && outcome.value.spans).toHaveLength(2);
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 1, reason }]);
  });

  test("values nested deeper than the limit", () => {
    const spans = [31, 32].map((depth) => aSpan({ attributes: new Map([["deep", nested(depth)]]) }));
    const outcome = decodeTraceRequest(encodeTraceRequest(spans));
    expect(outcome.kind === "ok" && outcome.value.spans).toHaveLength(1);
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 1, reason: "nested_too_deep" }]);
  });

  test("a resource nested too deep rejects all its spans, and no others", () => {
    const resource = new Map([["deep", nested(32)]]);
    const outcome = decodeTraceRequest(encodeTraceRequest([aSpan({ resource }), aSpan({ resource }), aSpan()]));
    expect(outcome.kind === "ok" && outcome.value.spans).toHaveLength(1);
    expect(outcome.kind === "ok" && outcome.value.rejected.map(({ idx }) => idx)).toEqual([0, 1]);
  });

  test("values nested so deep that recursion would exhaust the stack", () => {
    let value: Uint8Array = new Uint8Array();
    for (let level = 0; level < 20_000; level += 1) {
      const list = new ProtoWriter();
      list.bytes(level % 2 === 0 ? 1 : 5, value);
      value = list.finish();
    }
    const bytes = requestOf(writeIds, (record) => {
      writeIds(record);
      record.message(9, (attribute) => attribute.bytes(2, value));
    });
    const outcome = decodeTraceRequest(bytes);
    expect(outcome.kind === "ok" && outcome.value.rejected).toEqual([{ idx: 1, reason: "nested_too_deep" }]);
  });
});

describe("limits", () => {
  test("a message larger than the limit is a dead letter", () => {
    const bytes = encodeTraceRequest([aSpan()]);
    const reason = decodeTraceRequest(bytes, { ...defaultDecodeLimits, maxBytes: bytes.length - 1 });
    expect(reason).toEqual({ kind: "dead_letter", reason: "message_too_large" });
    expect(decodeTraceRequest(bytes, { ...defaultDecodeLimits, maxBytes: bytes.length }).kind).toBe("ok");
  });

  test("a message with more spans than the limit is a dead letter", () => {
    const bytes = encodeTraceRequest([aSpan(), aSpan(), aSpan()]);
    const reason = decodeTraceRequest(bytes, { ...defaultDecodeLimits, maxSpans: 2 });
    expect(reason).toEqual({ kind: "dead_letter", reason: "too_many_spans" });
    expect(decodeTraceRequest(bytes, { ...defaultDecodeLimits, maxSpans: 3 }).kind).toBe("ok");
  });

  test("attributes and events beyond the limit are left out and flagged", () => {
    const attributes = new Map(["a", "b", "c"].map((key) => [key, key]));
    const events = ["1", "2", "3"].map((name) => ({ name, timeUnixNano: 0n, attributes: new Map() }));
    const bytes = encodeTraceRequest([aSpan({ attributes, events })]);
    const outcome = decodeTraceRequest(bytes, { ...defaultDecodeLimits, maxAttributes: 2, maxEvents: 1 });
    const [span] = outcome.kind === "ok" ? outcome.value.spans : [];
    expect(span?.attributes.size).toBe(2);
    expect(span?.events).toHaveLength(1);
    expect(span?.flags).toEqual(["attributes_dropped", "events_dropped"]);
  });
});

describe("what can be mended is mended and flagged", () => {
  test("bytes that are no UTF-8 become U+FFFD", () => {
    const bytes = requestOf((record) => {
      writeIds(record);
      record.bytes(5, Buffer.from([0x63, 0xff, 0x68]));
    }, writeIds);
    const outcome = decodeTraceRequest(bytes);
    const spans = outcome.kind === "ok" ? outcome.value.spans : [];
    expect(spans.map(({ name, flags }) => [name, flags])).toEqual([
      ["c\uFFFDh", ["invalid_utf8"]],
      ["", []],
    ]);
  });

  test("a text that holds U+FFFD itself is valid", () => {
    const outcome = decodeTraceRequest(encodeTraceRequest([aSpan({ name: "c\uFFFDh, a longer name of a span" })]));
    expect(outcome.kind === "ok" && outcome.value.spans[0]?.flags).toEqual([]);
  });

  test("of two equal keys the last wins", () => {
    const bytes = requestOf((record) => {
      writeIds(record);
      for (const text of ["first", "last"]) {
        record.message(9, (attribute) => {
          attribute.string(1, "key");
          attribute.message(2, (value) => value.string(1, text));
        });
      }
    });
    const outcome = decodeTraceRequest(bytes);
    const [span] = outcome.kind === "ok" ? outcome.value.spans : [];
    expect(span?.attributes).toEqual(new Map([["key", "last"]]));
    expect(span?.flags).toEqual(["duplicate_attribute"]);
  });

  test("a parent id of zeros is a root, one of a wrong length too, flagged", () => {
    const withParent = (parent: string) => (record: ProtoWriter) => {
      writeIds(record);
      record.bytes(4, Buffer.from(parent, "hex"));
    };
    const outcome = decodeTraceRequest(requestOf(withParent("0".repeat(16)), withParent("abcd")));
    const spans = outcome.kind === "ok" ? outcome.value.spans : [];
    expect(spans.map(({ parentSpanId, flags }) => [parentSpanId, flags])).toEqual([
      ["", []],
      ["", ["invalid_parent_id"]],
    ]);
  });

  test("what the sender says it dropped is flagged", () => {
    const bytes = requestOf((record) => {
      writeIds(record);
      record.int64(10, 4);
    });
    const outcome = decodeTraceRequest(bytes);
    expect(outcome.kind === "ok" && outcome.value.spans[0]?.flags).toEqual(["sender_dropped_data"]);
  });

  test("the resource may follow its spans, and unknown fields are stepped over", () => {
    const request = new ProtoWriter();
    request.message(1, (group) => {
      group.message(2, (scope) => {
        scope.message(2, (record) => {
          writeIds(record);
          record.string(99, "from the future");
        });
        scope.message(1, (nestedScope) => nestedScope.string(1, "late.scope"));
      });
      group.message(1, (resource) => {
        resource.message(1, (attribute) => {
          attribute.string(1, "service.name");
          attribute.message(2, (value) => value.string(1, "api"));
        });
      });
    });
    const outcome = decodeTraceRequest(request.finish());
    const [span] = outcome.kind === "ok" ? outcome.value.spans : [];
    expect(span?.resource.get("service.name")).toBe("api");
    expect(span?.scopeName).toBe("late.scope");
  });
});
