import { isPhoneNumber } from "./is-phone-number.ts";
import { findPhonePiece, type PhoneRun } from "./phone-run.ts";
import type { RecognizerOptions } from "./recognizer.ts";

/** The first phone number of a run: the whole of it, otherwise one of its pieces. */
export function phoneNumberIn(text: string, run: PhoneRun, options: RecognizerOptions): PhoneRun | null {
  const isNumber = (piece: PhoneRun): boolean => isPhoneNumber(text, piece, options);
  return isNumber(run) ? run : findPhonePiece(text, run, isNumber);
}
