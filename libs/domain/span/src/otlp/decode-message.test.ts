import { describe, expect, test } from "vitest";
import { createOtlpSpan, decodeMessage, encodeTraceRequest, encodeTraceRequestJson, sniffEncoding } from "../index.ts";

const span = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat" });

describe("the encoding of a message is told from its bytes", () => {
  test("protobuf of any length, also where its length is the code of a brace", () => {
    for (let length = 1; length < 300; length += 1) {
      const bytes = encodeTraceRequest([{ ...span, name: "}".repeat(length) }]);
      expect(sniffEncoding(bytes), `name of ${length}`).toBe("otlp_proto");
    }
  });

  test.each(["", " ", "\n", "\r\n\t", "\uFEFF", "\n\n\n"])("JSON after %j", (before) => {
    const bytes = Buffer.from(`${before}${encodeTraceRequestJson([span])}\n`);
    expect(sniffEncoding(bytes)).toBe("otlp_json");
    const outcome = decodeMessage(bytes);
    expect(outcome.kind === "ok" && outcome.value.spans).toEqual([span]);
  });

  test("damaged JSON is reported as JSON, all else as protobuf", () => {
    expect(decodeMessage(Buffer.from('{"resourceSpans": [')).kind).toBe("dead_letter");
    expect(decodeMessage(Buffer.from('{"resourceSpans": ['))).toMatchObject({ reason: "undecodable_json" });
    expect(decodeMessage(Buffer.from("hello"))).toMatchObject({ reason: "undecodable_protobuf" });
    expect(decodeMessage(new Uint8Array())).toMatchObject({ reason: "empty_message" });
  });
});
