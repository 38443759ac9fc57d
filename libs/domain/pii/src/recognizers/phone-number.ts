import { nextPhoneRun, phonePieces, type PhoneRun } from "../phone-run.ts";
import { isPhoneNumber } from "../is-phone-number.ts";
import type { Candidate, Recognizer, RecognizerOptions } from "../recognizer.ts";

/** A proven number is still likelier an order or an account than a checksum would allow: Presidio gives it 0.4. */
const phoneScore = 0.4;

/**
 * Numbers as people write them, in the way of libphonenumber's matcher at leniency `VALID`: a run of digits and
 * punctuation is taken whole when it is a number, otherwise its pieces are tried.
 */
export const phoneNumber: Recognizer = {
  entity: "PHONE_NUMBER",
  contextWords: ["phone", "number", "telephone", "cell", "cellphone", "mobile", "call"],
  parts: [{ name: "numbering_plan", bestScore: phoneScore, digits: 7, longest: 500, find: findPhoneNumbers }],
};

function findPhoneNumbers(text: string, { regions }: RecognizerOptions): readonly Candidate[] {
  const isNumber = (run: PhoneRun): boolean => isPhoneNumber(text, run, regions);
  const found: Candidate[] = [];
  let run = nextPhoneRun(text, 0);
  while (run !== null) {
    const number = isNumber(run) ? run : phonePieces(text, run).find(isNumber);
    if (number !== undefined) found.push({ ...number, score: phoneScore });
    run = nextPhoneRun(text, number?.end ?? run.end);
  }
  return found;
}
