import unhomoglyph from "unhomoglyph";

/** Scripts whose letters are mistaken for Latin ones where they stand between them. */
const scripts =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Deseret}\p{Script=Canadian_Aboriginal}\p{Script=Osage}\p{Script=Warang_Citi}\p{Script=Tifinagh}\p{Script=Georgian}\p{Script=Runic}\p{Script=Old_Italic}\p{Script=Elbasan}\p{Script=Common}]/u;

/** What is told of an original by its Unicode confusable skeleton, or undefined where it is of no use in a search. */
function latinOf(character: string, skeleton: string): string | undefined {
  if (character.normalize("NFKC") !== character || !scripts.test(character)) return undefined;
  if (/\p{L}/u.test(character)) return latinLetterOf(character, skeleton);
  // Letters are left to letters: a multiplication sign between numbers is no "x".
  return /^[\p{P}\p{S}]$/u.test(character) && /^[!-/:-@[-`{-~]$/.test(skeleton) ? skeleton : undefined;
}

/** Skeletons have one form for `I`, `l` and `|`; here a capital stands for a capital. */
function latinLetterOf(character: string, skeleton: string): string | undefined {
  if (!/^[A-Za-z]$/.test(skeleton)) return undefined;
  return skeleton === "l" && character.toLowerCase() !== character ? "I" : skeleton;
}

/** Beyond these planes no letters are. */
const codePoints = 0x2_00_00;

/** The source of the generated table, from the copy of Unicode's data that the package `unhomoglyph` brings. */
export function confusablesModule(): string {
  const looksLike = new Map<string, string>();
  for (let codePoint = 0x80; codePoint < codePoints; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    const latin = latinOf(character, unhomoglyph(character));
    if (latin !== undefined) looksLike.set(latin, (looksLike.get(latin) ?? "") + character);
  }
  const rows = [...looksLike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([latin, characters]) =>
        `  [${JSON.stringify(latin)}, ${JSON.stringify(Array.from(characters).toSorted().join(""))}],\n`,
    );
  return `/**
 * ASCII characters, each with those that look like it. Written by \`pnpm --filter @parapet/text confusables\` from
 * confusables.txt of Unicode 13 (UTS #39). Copyright © 1991-2020 Unicode, Inc.; its terms are in LICENSE.unicode.
 */
export const confusables: readonly (readonly [string, string])[] = [\n${rows.join("")}];\n`;
}
