import { lastDigitEnd, phoneDigit } from "./phone-digits.ts";

/** A stretch of a text that may be, or contain, a phone number. UTF-16 offsets. */
export interface PhoneRun {
  readonly start: number;
  readonly end: number;
}

const punctuation = String.raw`[-‐-―−ー－／ \u00A0\u00AD\u200B\u2060\u3000()（）［］.[\]/~⁓∼～]`;
const digits = `${phoneDigit}{1,20}(?!${phoneDigit})`;
const extension = String.raw`(?:[ \u00A0,;]{0,3}(?:e?xt(?:ensi[oó]n?)?|x|#|;ext=)[:.]?[ \u00A0]{0,2}${phoneDigit}{1,7}(?!${phoneDigit}))?`;

/** Digits in up to 21 groups, with up to four separators between two. Longer strings of digits are no phone numbers. */
const run = new RegExp(
  String.raw`(?<!${phoneDigit})(?:[+＋([（［]${punctuation}{0,4}){0,2}${digits}(?:${punctuation}{1,4}${digits}){0,20}${extension}`,
  "giu",
);

/** No number of any plan is shorter. */
const minLength = 7;

const slashDate = /(?:[0-3]?\d\/[01]?\d|[01]?\d\/[0-3]?\d)\/(?:[12]\d)?\d{2}/;
const pointDate = /^(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d{2}$/;
const dateAndHour = /[12]\d{3}[-/]?[01]\d[-/]?[0-3]\d +[0-2]\d$/;
const minutes = /^:[0-5]\d/;
/** The date of a release behind a name: `claude-sonnet-4-5-20250929`, `gpt-5.1-2025-11-13`. */
const releaseDate = /(?<!\d)20\d{2}(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])$/;
const nameBefore = /\p{L}-$/u;

/** The next run at or behind `from` that is long enough and no date, or null. */
export function nextPhoneRun(text: string, from: number): PhoneRun | null {
  run.lastIndex = from;
  for (let match = run.exec(text); match !== null; match = run.exec(text)) {
    const [written] = match;
    const end = match.index + written.length;
    const surroundings = {
      before: text.slice(Math.max(0, match.index - 2), match.index),
      after: text.slice(end, end + 3),
    };
    if (written.length >= minLength && !isDate(written, surroundings)) return { start: match.index, end };
  }
  return null;
}

interface Surroundings {
  readonly before: string;
  readonly after: string;
}

function isDate(written: string, { before, after }: Surroundings): boolean {
  const isRelease = nameBefore.test(before) && releaseDate.test(written);
  if (pointDate.test(written)) return true;
  return isRelease || slashDate.test(written) || (dateAndHour.test(written) && minutes.test(after));
}

/**
 * Where one run may hold several numbers: the expressions that part them, in the order they are tried. `rest` parts once
 * and keeps what follows together; `each` parts everywhere.
 */
const partings: readonly { readonly expression: RegExp; readonly into: "rest" | "each" }[] = [
  { expression: /\/+/g, into: "rest" },
  { expression: /(?=\()/g, into: "each" },
  { expression: /(?:\s-|-\s)\s*/g, into: "rest" },
  { expression: /[‒-―－]\s*/g, into: "rest" },
  { expression: /\.+\s*/g, into: "each" },
  { expression: /\s+/g, into: "each" },
];

/** The first piece of a run that is wanted, by one way after the other to part it. */
export function findPhonePiece(
  text: string,
  { start, end }: PhoneRun,
  isWanted: (piece: PhoneRun) => boolean,
): PhoneRun | null {
  const written = text.slice(start, end);
  for (const { expression, into } of partings) {
    let from = 0;
    expression.lastIndex = 0;
    for (let separator = expression.exec(written); separator !== null; separator = expression.exec(written)) {
      const piece = pieceOf(text, start + from, start + separator.index);
      if (piece !== null && isWanted(piece)) return piece;
      from = separator.index + separator[0].length;
      if (into === "rest") break;
      // An expression of no width would match here for ever.
      if (separator[0] === "") expression.lastIndex += 1;
    }
    const rest = from === 0 ? null : pieceOf(text, start + from, end);
    if (rest !== null && isWanted(rest)) return rest;
  }
  return null;
}

/** A piece without what stands behind its last digit; null where it is too short. */
function pieceOf(text: string, start: number, end: number): PhoneRun | null {
  const digitsEnd = lastDigitEnd(text, start, end);
  return digitsEnd - start < minLength ? null : { start, end: digitsEnd };
}
