import emojis from "emojibase-data/en/compact.json" with { type: "json" };

/** Below them are digits and marks such as `©`, which a model reads as they are. */
const FIRST_SYMBOL = 0x2000;
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
const isOneSymbol = /^(?:[^\p{RI}]|\p{RI}{2})$/u;

/** Emoji that are one symbol, or a flag of two letters; sequences are told by their parts. */
function nameOf({ unicode, label }: { readonly unicode: string; readonly label: string }): readonly string[] {
  const symbol = unicode.replace(ignorable, "");
  const isNamed = isOneSymbol.test(symbol) && (symbol.codePointAt(0) ?? 0) >= FIRST_SYMBOL;
  if (!isNamed || symbol.normalize("NFKC") !== symbol) return [];
  return [
    `${symbol} ${label
      .toLowerCase()
      .replace(/^flag: /, "flag of ")
      .normalize("NFKC")}`,
  ];
}

/** The source of the generated table, from the copy of Unicode's data that the package `emojibase-data` brings. */
export function emojiNamesModule(): string {
  const rows = emojis.flatMap(nameOf).map((row) => `  ${JSON.stringify(row)},\n`);
  return `/**
 * Emoji, each with its English name. Written by \`pnpm --filter @parapet/text emoji\` from the CLDR 48 short names (Unicode
 * 17). Copyright © 1991-2025 Unicode, Inc.; its terms are in LICENSE.unicode.
 */
export const emojiNames: readonly string[] = [\n${rows.join("")}];\n`;
}
