import { chance, integerBetween, pick, type Random } from "@parapet/random";

import { spanFields, statusFields } from "../../otlp/otlp-fields.ts";
import { FIXED32, FIXED64, LENGTH_DELIMITED, VARINT } from "../../otlp/wire-type.ts";
import { hostileName } from "./hostile-value.ts";

const START_NANOS = 1_790_000_000_000_000_000n;
const wireTypes = [VARINT, FIXED64, LENGTH_DELIMITED, FIXED32];
/** Lengths and numbers at the edges of what a varint holds. */
const varints = [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 31n, 2n ** 32n, 2n ** 32n + 3n, 2n ** 53n + 1n, 2n ** 64n - 1n];

/**
 * A request that no SDK writes, and that protobuf allows or nearly does: fields twice, in any order, of another type,
 * unknown ones, varints longer than they need be.
 */
export function oddRequest(random: Random, keys: readonly string[]): Uint8Array {
  return Uint8Array.from(repeated(random, 2, () => message(random, 1, () => resourceSpans(random, keys))));
}

type Bytes = readonly number[];

function resourceSpans(random: Random, keys: readonly string[]): Bytes {
  const resource = (): Bytes =>
    message(random, 1, () => repeated(random, 3, () => message(random, 1, () => attribute(random, keys))));
  const first = chance(random, 0.7) ? resource() : [];
  const others = repeated(random, 3, () => {
    if (chance(random, 0.1)) return resource();
    return chance(random, 0.1) ? oddField(random, 4) : message(random, 2, () => scopeSpans(random, keys));
  });
  return [...first, ...others];
}

function scopeSpans(random: Random, keys: readonly string[]): Bytes {
  const scope = (): Bytes => message(random, 1, () => repeated(random, 2, () => scopeField(random)));
  const first = chance(random, 0.9) ? scope() : repeated(random, 2, scope);
  const others = repeated(random, 4, () => {
    if (chance(random, 0.05)) return scope();
    return chance(random, 0.05) ? oddField(random, 4) : message(random, 2, () => span(random, keys));
  });
  return [...first, ...others];
}

function scopeField(random: Random): Bytes {
  return chance(random, 0.05) ? oddField(random, 5) : field(random, 1, text(random, pick(random, ["ai", "sdk", ""])));
}

function span(random: Random, keys: readonly string[]): Bytes {
  const usual = [
    field(random, spanFields.traceId, id(random, 16)),
    field(random, spanFields.spanId, id(random, 8)),
    field(random, spanFields.name, text(random, "chat")),
    fixed64(random, spanFields.startTime, START_NANOS),
    fixed64(random, spanFields.endTime, START_NANOS + BigInt(integerBetween(random, 0, 2 ** 30 - 1))),
    number(random, spanFields.kind),
  ];
  const attributes = repeated(random, 8, () => message(random, spanFields.attributes, () => attribute(random, keys)));
  const status = chance(random, 0.3) ? message(random, spanFields.status, () => number(random, statusFields.code)) : [];
  const odd = chance(random, 0.05) ? oddField(random, 18) : [];
  return fieldsInAnyOrder(random, [...usual, attributes, status, odd]);
}

function attribute(random: Random, keys: readonly string[]): Bytes {
  const key = field(random, 1, text(random, pick(random, keys)));
  const value = message(random, 2, () => anyValue(random));
  if (chance(random, 0.95)) return [...key, ...value];
  return fieldsInAnyOrder(random, [
    key,
    chance(random, 0.5) ? value : [],
    chance(random, 0.3) ? oddField(random, 4) : [],
  ]);
}

function anyValue(random: Random): Bytes {
  switch (integerBetween(random, 0, 7)) {
    case 0:
      return number(random, 2);
    case 1:
      return number(random, 3);
    case 2:
      return fixed64(random, 4, BigInt(integerBetween(random, 0, 2 ** 30 - 1)) << 34n);
    case 3:
      return message(random, 5, () => repeated(random, 2, () => message(random, 1, () => anyValue(random))));
    case 4:
      return chance(random, 0.1) ? oddField(random, 8) : [];
    default:
      return field(random, 1, text(random, hostileName(random)));
  }
}

function fieldsInAnyOrder(random: Random, fields: readonly Bytes[]): Bytes {
  if (chance(random, 0.5)) return fields.flat();
  const drawn = fields.map((field) => ({ field, at: random() }));
  return drawn.toSorted((a, b) => a.at - b.at).flatMap(({ field }) => field);
}

function repeated(random: Random, most: number, make: () => Bytes): Bytes {
  return Array.from({ length: integerBetween(random, 1, most) }, make).flat();
}

function message(random: Random, fieldNumber: number, make: () => Bytes): Bytes {
  return field(random, fieldNumber, make());
}

/** A length-delimited field, whose length is now and then a lie. */
function field(random: Random, fieldNumber: number, bytes: Bytes): Bytes {
  const length = chance(random, 0.002) ? pick(random, varints) : BigInt(bytes.length);
  return [...tag(random, fieldNumber, LENGTH_DELIMITED), ...varint(random, length), ...bytes];
}

function number(random: Random, fieldNumber: number): Bytes {
  const value = chance(random, 0.5) ? BigInt(integerBetween(random, 0, 499)) : pick(random, varints);
  return [...tag(random, fieldNumber, VARINT), ...varint(random, value)];
}

function fixed64(random: Random, fieldNumber: number, value: bigint): Bytes {
  return [...tag(random, fieldNumber, FIXED64), ...littleEndian(value, 8)];
}

/** A field that may be known, of a wire type that may be its own. */
function oddField(random: Random, below: number): Bytes {
  const wireType = pick(random, wireTypes);
  const head = tag(random, integerBetween(random, 0, below - 1), wireType);
  if (wireType === VARINT) return [...head, ...varint(random, pick(random, varints))];
  if (wireType === FIXED64) return [...head, ...littleEndian(START_NANOS, 8)];
  if (wireType === FIXED32) return [...head, ...littleEndian(7n, 4)];
  const bytes = text(random, pick(random, ["", "a", "grüße", "\n\u0003\n\u0001a"]));
  return [...head, ...varint(random, BigInt(bytes.length)), ...bytes];
}

function tag(random: Random, fieldNumber: number, wireType: number): Bytes {
  const beyond = chance(random, 0.001) ? 2n ** 32n : 0n;
  return varint(random, BigInt(fieldNumber * 8 + wireType) + beyond);
}

/** Up to ten bytes for a number that needs fewer. */
function varint(random: Random, value: bigint): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  if (!chance(random, 0.01)) return bytes;
  const padding = integerBetween(random, 0, 10 - bytes.length);
  return padding === 0 ? bytes : [...bytes.slice(0, -1), Number(rest) | 0x80, ...zeros(padding - 1, 0x80), 0];
}

function zeros(count: number, filling: number): Bytes {
  return Array.from({ length: count }, () => filling);
}

function littleEndian(value: bigint, bytes: number): Bytes {
  return Array.from({ length: bytes }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}

function id(random: Random, bytes: number): Bytes {
  const length = chance(random, 0.01) ? integerBetween(random, 0, 19) : bytes;
  return Array.from({ length }, () => (chance(random, 0.01) ? 0 : integerBetween(random, 0, 255)));
}

function text(random: Random, sent: string): Bytes {
  const bytes = [...new TextEncoder().encode(sent)];
  return chance(random, 0.003) ? [...bytes, 0xff] : bytes;
}
