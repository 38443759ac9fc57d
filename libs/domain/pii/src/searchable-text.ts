/** Escapes of JSON strings and of URLs. */
const escape = /\\(?:u([\da-f]{4})|[bfnrt])|%([2-7][\da-f])/gi;
const mayEscape = /[\\%]/;
const letter = /\p{L}/u;

/**
 * A text of the same length in which escapes no longer stick to the values beside them: `\n415-555-0132` is a number
 * behind a line, and `jane%40example.com` an address. What was found stands at the same place of the original.
 */
export function searchableText(text: string): string {
  if (!mayEscape.test(text)) return text;
  return text.replaceAll(escape, (written: string, unicode?: string, url?: string) => {
    const code = unicode ?? url;
    const character = code === undefined ? " " : String.fromCharCode(Number.parseInt(code, 16));
    // What is filled in continues the word that the character belongs to, and no other.
    if (letter.test(character)) return character.repeat(written.length);
    return character.padStart(written.length, character === "@" ? "_" : " ");
  });
}
