import type { ByteWriter } from "./byte-writer.ts";
import { isMissing } from "./is-missing.ts";
import { UnfitValue } from "./unfit-value.ts";

/** Longer numbers may not be exact as doubles. */
const exactDigits = 15;

/** Writes integers of a column `Int8` … `UInt64`: numbers, decimal texts or bigints; what is missing is 0. */
export function writeIntegers(out: ByteWriter, values: readonly unknown[], type: string): void {
  const isSigned = type.startsWith("Int");
  const bits = Number(type.slice(isSigned ? 3 : 4));
  const [low, high] = isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1)] : [0, 2 ** bits];
  out.reserve((values.length * bits) / 8);
  for (const value of values) {
    const integer = isMissing(value) ? 0 : toInteger(value);
    if (typeof integer === "bigint") putBigInt(out, integer, { type, isSigned, bits });
    else if (integer >= low && integer < high) putNumber(out, integer, bits);
    else throw new UnfitValue(type);
  }
}

/** NaN for what is no integer: it compares false with every bound. */
function toInteger(value: unknown): number | bigint {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number.NaN;
  if (typeof value === "bigint") return value;
  if (typeof value !== "string" || !isDecimalText(value)) return Number.NaN;
  return value.length <= exactDigits ? Number(value) : BigInt(value);
}

function isDecimalText(text: string): boolean {
  const from = text.startsWith("-") ? 1 : 0;
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return text.length > from;
}

function putNumber(out: ByteWriter, value: number, bits: number): void {
  if (bits === 32) out.int32(value);
  else if (bits === 64) out.int64(value);
  else if (bits === 16) out.int16(value);
  else out.byte(value);
}

interface IntegerType {
  readonly type: string;
  readonly isSigned: boolean;
  readonly bits: number;
}

function putBigInt(out: ByteWriter, value: bigint, { type, isSigned, bits }: IntegerType): void {
  const held = isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  if (held !== value) throw new UnfitValue(type);
  if (bits === 64) out.bigInt64(value);
  else putNumber(out, Number(value), bits);
}
