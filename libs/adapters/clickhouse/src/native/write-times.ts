import type { ByteWriter } from "./byte-writer.ts";
import { IsoTime } from "./iso-time.ts";
import { UnfitValue } from "./unfit-value.ts";

/** From 1900-01-01 on, as the type is documented, to the last nanosecond that 63 bits hold. */
const firstSecond = -2_208_988_800;
const lastSecond = 9_223_372_036;
const lastNanos = 854_775_807;
const nanosPerSecond = 1_000_000_000;

/** Writes times of a `DateTime64(9)`: nanoseconds since 1970. Texts are as `IsoTime` reads them. */
export function writeNanoTimes(out: ByteWriter, values: readonly unknown[]): void {
  const time = new IsoTime();
  out.reserve(8 * values.length);
  for (const value of values) {
    if (value === null || value === undefined) out.int64(0);
    else if (typeof value === "string" && time.parse(value) && isNanoTime(time)) {
      out.int64Scaled(time.seconds, nanosPerSecond, time.nanos);
    } else throw new UnfitValue("DateTime64(9)");
  }
}

/** Writes times of a `DateTime`: seconds from 1970 to 2106; a fraction is cut off. */
export function writeSecondTimes(out: ByteWriter, values: readonly unknown[]): void {
  const time = new IsoTime();
  out.reserve(4 * values.length);
  for (const value of values) {
    if (value === null || value === undefined) out.int32(0);
    else if (typeof value === "string" && time.parse(value) && time.seconds >= 0 && time.seconds < 2 ** 32) {
      out.int32(time.seconds);
    } else throw new UnfitValue("DateTime");
  }
}

function isNanoTime({ seconds, nanos }: IsoTime): boolean {
  if (seconds < firstSecond || seconds > lastSecond) return false;
  return seconds < lastSecond || nanos <= lastNanos;
}
