import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { eventStreamFrame } from "../testing/event-stream-frame.ts";
import { eventStreamPayloads } from "./event-stream-frames.ts";

const texts = (bytes: Uint8Array) =>
  eventStreamPayloads(bytes)?.map((payload) => Buffer.from(payload).toString("utf8"));

describe("eventStreamPayloads", () => {
  const stream = Buffer.concat([eventStreamFrame('{"a":1}'), eventStreamFrame("{}"), eventStreamFrame('{"b":2}')]);

  it("finds the payload of every frame behind its headers", () => {
    expect(texts(stream)).toEqual(['{"a":1}', "{}", '{"b":2}']);
  });

  it("yields what came before a cut", () => {
    expect(texts(stream.subarray(0, -1))).toEqual(['{"a":1}', "{}"]);
  });

  it.each([
    ["text", Buffer.from('{"usage":{"prompt_tokens":1,"completion_tokens":2}}')],
    ["nothing", Buffer.alloc(0)],
    ["zeroes", Buffer.alloc(64)],
  ])("says that %s is none", (_label, bytes) => {
    expect(eventStreamPayloads(bytes)).toBeNull();
  });

  it("ends, and stays within the bytes, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const payloads = eventStreamPayloads(Buffer.concat([eventStreamFrame("{}"), noise])) ?? [];
        expect(payloads.reduce((sum, payload) => sum + payload.length, 0)).toBeLessThanOrEqual(noise.length + 2);
      }),
    );
  });
});
