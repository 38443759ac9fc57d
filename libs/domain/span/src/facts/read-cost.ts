import { readNumber } from "./attribute-readers.ts";
import type { Reader } from "./attribute-readers.ts";

/** US dollars as a sender states them, also as text; a cost is never negative. */
export const readCost: Reader<number> = (value) => {
  const cost = readNumber(value);
  return cost !== undefined && cost >= 0 ? cost : undefined;
};
