import { phoneNumberIn } from "./phone-number-in.ts";
import { nextPhoneRun, type PhoneRun } from "./phone-run.ts";
import type { RecognizerOptions } from "./recognizer.ts";

const digitGroups = /^\d+(?:[ \u00A0-]\d+)*$/;

/** A code of a country, and prefixes, of a number that begins here and not earlier: `+`, `+49 `, `1 `, `+61 (0)`; not `1. ` of a list. */
const codeBefore = /(?<!\p{L}|\p{N}|\p{N}[ \u00A0./-])\(?(?=[+＋\d])[+＋]?(?:\d{1,4}(?:[ \u00A0()/-]{1,3}|\.)){0,3}$/u;

/** UTF-16 units of the longest `codeBefore`, with what it looks at before. */
const codeReach = 26;

/**
 * Whether a match of digits alone, in groups or not, is the end of a phone number that begins before it: of these one in
 * ten passes a check digit, and is no identifier for it.
 */
export function isWithinPhoneNumber(text: string, { start, end }: PhoneRun, options: RecognizerOptions): boolean {
  if (!digitGroups.test(text.slice(start, end))) return false;
  const code = codeBefore.exec(text.slice(Math.max(0, start - codeReach), start));
  if (code === null) return false;
  const run = nextPhoneRun(text, start - code[0].length);
  const number = run === null || run.start > start ? null : phoneNumberIn(text, run, options);
  return number !== null && number.start < start && number.end >= end;
}
