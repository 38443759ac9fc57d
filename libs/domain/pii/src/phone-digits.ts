/** A class of the digits that phone numbers are written with: ASCII, full-width, Arabic-Indic and its eastern form. */
export const phoneDigit = "[0-9０-９٠-٩۰-۹]";

const anyDigit = new RegExp(phoneDigit, "g");

/** The digits of a text in ASCII, without all that stands between them. */
export function phoneDigitsOf(text: string): string {
  // Each of the four ranges begins at a multiple of 16, so the low bits of a digit are its value.
  return (text.match(anyDigit) ?? []).map((digit) => digit.charCodeAt(0) & 0xf).join("");
}

/** The digits of a phone number beyond those of ASCII, each alone. */
export const otherPhoneDigits: readonly string[] = ["０", "٠", "۰"].flatMap((zero) =>
  Array.from({ length: 10 }, (_, value) => String.fromCharCode(zero.charCodeAt(0) + value)),
);
