/** A class of the digits that phone numbers are written with: ASCII, full-width, Arabic-Indic and its eastern form. */
export const phoneDigit = "[0-9０-９٠-٩۰-۹]";

const ASCII = 128;
const ASCII_ZERO = 48;
const otherZeros = ["０", "٠", "۰"].map((zero) => zero.charCodeAt(0));

/** The digits of a text in ASCII, without all that stands between them. */
export function phoneDigitsOf(text: string): string {
  let digits = "";
  for (let at = 0; at < text.length; at += 1) {
    const value = valueOf(text.charCodeAt(at));
    if (value < 10) digits += value;
  }
  return digits;
}

/** The value of a UTF-16 unit that is a digit; of others, 10 or more. */
function valueOf(unit: number): number {
  return unit < ASCII ? (unit - ASCII_ZERO) >>> 0 : Math.min(...otherZeros.map((zero) => (unit - zero) >>> 0));
}

/** Where the last digit in `[start, end)` ends; `start` where there is none. */
export function lastDigitEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && valueOf(text.charCodeAt(at - 1)) >= 10) at -= 1;
  return at;
}

/** The digits of a phone number beyond those of ASCII, each alone. */
export const otherPhoneDigits: readonly string[] = otherZeros.flatMap((zero) =>
  Array.from({ length: 10 }, (_, value) => String.fromCharCode(zero + value)),
);
