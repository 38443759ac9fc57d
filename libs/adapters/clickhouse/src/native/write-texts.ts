import type { ByteWriter } from "./byte-writer.ts";
import { UnfitValue } from "./unfit-value.ts";

/** UTF-16 units. Far above what a message can bring, and low enough to be refused instead of ending the process. */
const maxUnits = 128 * 1_024 * 1_024;

/** Writes texts of a `String`. */
export function writeTexts(out: ByteWriter, values: readonly unknown[]): void {
  for (const value of values) {
    if (value === null || value === undefined) out.byte(0);
    else if (typeof value === "string" && value.length <= maxUnits) out.text(value);
    else throw new UnfitValue("String");
  }
}
