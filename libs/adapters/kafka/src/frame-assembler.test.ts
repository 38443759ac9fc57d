import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { FrameAssembler } from "./frame-assembler.ts";

function frameOf(payload: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(payload.length);
  return Buffer.concat([size, payload]);
}

/** What comes out when the bytes come in pieces that end at the cuts. All pieces are in one buffer, as those of a socket. */
function assembled(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const frames: Buffer[] = [];
  const assembler = new FrameAssembler((frame) => frames.push(frame));
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  const shared = Buffer.alloc(bytes.length);
  let from = 0;
  for (const end of ends) {
    bytes.copy(shared, 0, from, end);
    assembler.push(shared.subarray(0, end - from));
    shared.fill(0xee);
    from = end;
  }
  return frames;
}

describe("answers that come in pieces", () => {
  it("come out whole, however they are cut", () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(payloads, fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
        const frames = sent.map(frameOf);
        expect(assembled(Buffer.concat(frames), cuts)).toEqual(frames);
      }),
    );
  });

  it("are passed on as they come when they have no size that could be one", () => {
    const odd = Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]);
    expect(Buffer.concat(assembled(odd, [2, 5]))).toEqual(odd);
  });
});
