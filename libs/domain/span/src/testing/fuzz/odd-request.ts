import { spanFields, statusFields } from "../../otlp/otlp-fields.ts";
import { FIXED32, FIXED64, LENGTH_DELIMITED, VARINT } from "../../otlp/wire-type.ts";
import { hostileName } from "./hostile-value.ts";
import type { SeededRandom } from "./seeded-random.ts";

const START_NANOS = 1_790_000_000_000_000_000n;
const wireTypes = [VARINT, FIXED64, LENGTH_DELIMITED, FIXED32];
/** Lengths and numbers at the edges of what a varint holds. */
const varints = [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 31n, 2n ** 32n, 2n ** 32n + 3n, 2n ** 53n + 1n, 2n ** 64n - 1n];

/**
 * A request that no SDK writes, and that protobuf allows or nearly does: fields twice, in any order, of another type,
 * unknown ones, varints longer than they need be.
 */
export function oddRequest(random: SeededRandom, keys: readonly string[]): Uint8Array {
  return Uint8Array.from(repeated(random, 2, () => message(random, 1, () => resourceSpans(random, keys))));
}

type Bytes = readonly number[];

function resourceSpans(random: SeededRandom, keys: readonly string[]): Bytes {
  const resource = (): Bytes =>
    message(random, 1, () => repeated(random, 3, () => message(random, 1, () => attribute(random, keys))));
  const first = random.chance(0.7) ? resource() : [];
  const others = repeated(random, 3, () => {
    if (random.chance(0.1)) return resource();
    return random.chance(0.1) ? oddField(random, 4) : message(random, 2, () => scopeSpans(random, keys));
  });
  return [...first, ...others];
}

function scopeSpans(random: SeededRandom, keys: readonly string[]): Bytes {
  const scope = (): Bytes => message(random, 1, () => repeated(random, 2, () => scopeField(random)));
  const first = random.chance(0.9) ? scope() : repeated(random, 2, scope);
  const others = repeated(random, 4, () => {
    if (random.chance(0.05)) return scope();
    return random.chance(0.05) ? oddField(random, 4) : message(random, 2, () => span(random, keys));
  });
  return [...first, ...others];
}

function scopeField(random: SeededRandom): Bytes {
  return random.chance(0.05) ? oddField(random, 5) : field(random, 1, text(random, random.pick(["ai", "sdk", ""], "")));
}

function span(random: SeededRandom, keys: readonly string[]): Bytes {
  const usual = [
    field(random, spanFields.traceId, id(random, 16)),
    field(random, spanFields.spanId, id(random, 8)),
    field(random, spanFields.name, text(random, "chat")),
    fixed64(random, spanFields.startTime, START_NANOS),
    fixed64(random, spanFields.endTime, START_NANOS + BigInt(random.below(2 ** 30))),
    number(random, spanFields.kind),
  ];
  const attributes = repeated(random, 8, () => message(random, spanFields.attributes, () => attribute(random, keys)));
  const status = random.chance(0.3) ? message(random, spanFields.status, () => number(random, statusFields.code)) : [];
  const odd = random.chance(0.05) ? oddField(random, 18) : [];
  return shuffled(random, [...usual, attributes, status, odd]);
}

function attribute(random: SeededRandom, keys: readonly string[]): Bytes {
  const key = field(random, 1, text(random, random.pick(keys, "")));
  const value = message(random, 2, () => anyValue(random));
  if (random.chance(0.95)) return [...key, ...value];
  return shuffled(random, [key, random.chance(0.5) ? value : [], random.chance(0.3) ? oddField(random, 4) : []]);
}

function anyValue(random: SeededRandom): Bytes {
  switch (random.below(8)) {
    case 0:
      return number(random, 2);
    case 1:
      return number(random, 3);
    case 2:
      return fixed64(random, 4, BigInt(random.below(2 ** 30)) << 34n);
    case 3:
      return message(random, 5, () => repeated(random, 2, () => message(random, 1, () => anyValue(random))));
    case 4:
      return random.chance(0.1) ? oddField(random, 8) : [];
    default:
      return field(random, 1, text(random, hostileName(random)));
  }
}

function shuffled(random: SeededRandom, parts: readonly Bytes[]): Bytes {
  if (random.chance(0.5)) return parts.flat();
  const drawn = parts.map((part) => ({ part, at: random.next() }));
  return drawn.toSorted((a, b) => a.at - b.at).flatMap(({ part }) => part);
}

function repeated(random: SeededRandom, most: number, make: () => Bytes): Bytes {
  return Array.from({ length: 1 + random.below(most) }, make).flat();
}

function message(random: SeededRandom, fieldNumber: number, make: () => Bytes): Bytes {
  return field(random, fieldNumber, make());
}

/** A length-delimited field, whose length is now and then a lie. */
function field(random: SeededRandom, fieldNumber: number, bytes: Bytes): Bytes {
  const length = random.chance(0.002) ? random.pick(varints, 0n) : BigInt(bytes.length);
  return [...tag(random, fieldNumber, LENGTH_DELIMITED), ...varint(random, length), ...bytes];
}

function number(random: SeededRandom, fieldNumber: number): Bytes {
  const value = random.chance(0.5) ? BigInt(random.below(500)) : random.pick(varints, 0n);
  return [...tag(random, fieldNumber, VARINT), ...varint(random, value)];
}

function fixed64(random: SeededRandom, fieldNumber: number, value: bigint): Bytes {
  return [...tag(random, fieldNumber, FIXED64), ...littleEndian(value, 8)];
}

/** A field that may be known, of a wire type that may be its own. */
function oddField(random: SeededRandom, below: number): Bytes {
  const wireType = random.pick(wireTypes, VARINT);
  const head = tag(random, random.below(below), wireType);
  if (wireType === VARINT) return [...head, ...varint(random, random.pick(varints, 0n))];
  if (wireType === FIXED64) return [...head, ...littleEndian(START_NANOS, 8)];
  if (wireType === FIXED32) return [...head, ...littleEndian(7n, 4)];
  const bytes = text(random, random.pick(["", "a", "grüße", "\n\u0003\n\u0001a"], ""));
  return [...head, ...varint(random, BigInt(bytes.length)), ...bytes];
}

function tag(random: SeededRandom, fieldNumber: number, wireType: number): Bytes {
  const beyond = random.chance(0.001) ? 2n ** 32n : 0n;
  return varint(random, BigInt(fieldNumber * 8 + wireType) + beyond);
}

/** Up to ten bytes for a number that needs fewer. */
function varint(random: SeededRandom, value: bigint): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  if (!random.chance(0.01)) return bytes;
  const padding = random.below(11 - bytes.length);
  return padding === 0 ? bytes : [...bytes.slice(0, -1), Number(rest) | 0x80, ...zeros(padding - 1, 0x80), 0];
}

function zeros(count: number, filling: number): Bytes {
  return Array.from({ length: count }, () => filling);
}

function littleEndian(value: bigint, bytes: number): Bytes {
  return Array.from({ length: bytes }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}

function id(random: SeededRandom, bytes: number): Bytes {
  const length = random.chance(0.01) ? random.below(20) : bytes;
  return Array.from({ length }, () => (random.chance(0.01) ? 0 : random.below(256)));
}

function text(random: SeededRandom, sent: string): Bytes {
  const bytes = [...new TextEncoder().encode(sent)];
  return random.chance(0.003) ? [...bytes, 0xff] : bytes;
}
