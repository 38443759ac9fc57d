import type { Replacement } from "./view-builder.ts";

/** Controls that texts do not have, and code points that are none or belong to nobody. */
const unlikely = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\p{Cn}\p{Co}\p{Cs}]/gu;
const likely = /[\p{L}\p{N}]/u;
/** Texts of this many units may have a few of them. */
const longText = 32;
const unlikelyShare = 0.05;

/** Whether something decoded was meant to be read: it has letters or digits, and next to nothing unprintable. */
function isPlausibleText(text: string): boolean {
  if (!likely.test(text)) return false;
  const count = text.match(unlikely)?.length ?? 0;
  return count === 0 || (text.length >= longText && count <= text.length * unlikelyShare);
}

/** A replacement whose text was meant to be read. */
export function ifPlausible(replacement: Replacement | undefined): Replacement | undefined {
  return replacement !== undefined && isPlausibleText(replacement.text) ? replacement : undefined;
}
