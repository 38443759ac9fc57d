import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ByteWriter } from "./byte-writer.ts";

/** Half of all code units are surrogates, so that most are lone. */
const surrogates = fc.string({ unit: fc.constantFrom("a", "é", "漢", "\ud83e", "\udd9c"), maxLength: 200 });
const anyText = fc.oneof(surrogates, fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 300 }));

function written(write: (out: ByteWriter) => void): Buffer {
  const out = new ByteWriter(1);
  write(out);
  return out.take();
}

function readVarint(bytes: Buffer, at: number): { readonly value: bigint; readonly end: number } {
  let value = 0n;
  for (let index = at, shift = 0n; ; index++, shift += 7n) {
    const byte = bytes[index] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: index + 1 };
  }
}

describe("a byte writer", () => {
  test("writes numbers of seven bits a byte", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = written((out) => out.varint(value));
        expect(readVarint(bytes, 0)).toEqual({ value: BigInt(value), end: bytes.length });
      }),
    );
  });

  test("writes a text as its length and its UTF-8, lone surrogates as U+FFFD", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bytes = written((out) => out.text(text));
        const { value, end } = readVarint(bytes, 0);
        const utf8 = Buffer.from(text.toWellFormed());
        expect(bytes.subarray(end)).toEqual(utf8);
        expect(value).toBe(BigInt(utf8.length));
      }),
    );
  });

  test.each([127, 128, 16_383, 16_384])("writes texts of %d units whose length in bytes needs more room", (units) => {
    const bytes = written((out) => out.text("é".repeat(units)));
    const { value, end } = readVarint(bytes, 0);
    expect(value).toBe(BigInt(2 * units));
    expect(bytes.subarray(end).toString("utf8")).toBe("é".repeat(units));
  });

  test("writes bytes of another buffer, with and without their length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), fc.nat(80), (source, a, b) => {
        const [at, end] = [Math.min(a, b, source.length), Math.min(Math.max(a, b), source.length)];
        const part = Buffer.from(source.subarray(at, end));
        expect(written((out) => out.bytes(source, at, end))).toEqual(part);
        expect(written((out) => out.textBytes(source, at, end))).toEqual(Buffer.concat([Buffer.of(end - at), part]));
      }),
    );
  });

  test("writes doubles that are integers as 64 bits", () => {
    const integer = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-1, 0, 2 ** 63, -(2 ** 63), 2 ** 32, -(2 ** 32)));
    fc.assert(
      fc.property(integer, (value) => {
        expect(written((out) => out.int64(value)).readBigInt64LE()).toBe(BigInt.asIntN(64, BigInt(value)));
      }),
    );
  });

  test.each([
    { what: "seconds and nanoseconds", factor: 10 ** 9, maxWhole: 2 ** 33 },
    { what: "dollars and picodollars", factor: 10 ** 12, maxWhole: 9_000_000 },
  ])("adds $what up without losing a digit", ({ factor, maxWhole }) => {
    const [whole, rest] = [
      fc.integer({ min: -maxWhole, max: maxWhole }),
      fc.integer({ min: 1 - factor, max: factor - 1 }),
    ];
    fc.assert(
      fc.property(whole, rest, (units, parts) => {
        const sum = BigInt(units) * BigInt(factor) + BigInt(parts);
        expect(written((out) => out.int64Scaled(units, factor, parts)).readBigInt64LE()).toBe(sum);
      }),
    );
  });

  test("writes every width", () => {
    const bytes = written((out) => {
      out.byte(255);
      out.int16(-2);
      out.int32(4_294_967_295);
      out.bigInt64(2n ** 64n - 1n);
      out.int64Halves(1, 2);
      out.float32(0.5);
      out.float64(0.25);
      out.zeros(3);
    });
    expect(bytes).toHaveLength(1 + 2 + 4 + 8 + 8 + 4 + 8 + 3);
    expect([bytes[0], bytes.readInt16LE(1), bytes.readUInt32LE(3), bytes.readBigUInt64LE(7)]).toEqual([
      255,
      -2,
      4_294_967_295,
      2n ** 64n - 1n,
    ]);
    expect([bytes.readBigInt64LE(15), bytes.readFloatLE(23), bytes.readDoubleLE(27)]).toEqual([
      2n ** 33n + 1n,
      0.5,
      0.25,
    ]);
  });

  test("hands its buffer over: what is written later is elsewhere", () => {
    const out = new ByteWriter();
    out.text("first");
    const first = out.take();
    out.text("second");
    expect(first.toString("utf8", 1)).toBe("first");
    expect(out.take().toString("utf8", 1)).toBe("second");
  });

  test("begins again after being cleared, and tells how much it holds", () => {
    const out = new ByteWriter();
    out.zeros(1_000_000);
    expect(out.length).toBe(1_000_000);
    out.clear();
    out.byte(7);
    expect(out.view()).toEqual(Buffer.of(7));
  });
});
