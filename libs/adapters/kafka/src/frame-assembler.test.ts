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
    const payloads = fc.array(fc.uint8Array({ minLength: 4, maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(payloads, fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
        const frames = sent.map(frameOf);
        expect(assembled(Buffer.concat(frames), cuts)).toEqual(frames);
      }),
    );
  });

  it("are none from the first size on that no answer can have, too short for its number or endless", () => {
    const sizes = [-2_147_483_648, -1, 0, 3, 256 * 1024 * 1024 + 1, 0x48545450]; // The last one is HTTP.
    for (const size of sizes) {
      const frames: Buffer[] = [];
      const assembler = new FrameAssembler((frame) => frames.push(frame));
      const first = frameOf(Buffer.from("answer"));
      const head = Buffer.alloc(4);
      head.writeInt32BE(size);
      expect(assembler.push(Buffer.concat([first, head.subarray(0, 3)]))).toBe(true);
      expect(assembler.push(Buffer.concat([head.subarray(3), first]))).toBe(false);
      expect(assembler.push(first)).toBe(false);
      expect(frames).toEqual([first]);
    }
  });
});
