/** ASCII as tag characters, which show nothing. */
export function asTags(text: string): string {
  return Array.from(text, (character) => String.fromCodePoint(0xe_00_00 + character.charCodeAt(0))).join("");
}

/** The bytes of a text as the variation selectors 1 to 256, which show nothing. */
export function asVariationSelectors(text: string): string {
  return Array.from(Buffer.from(text), (byte) =>
    String.fromCodePoint(byte < 16 ? 0xfe_00 + byte : 0xe_00_f0 + byte),
  ).join("");
}
