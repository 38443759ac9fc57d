/** Shannon's entropy of a text's characters, in bits for each. */
export function shannonEntropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/**
 * The share of neighbouring letters and digits that differ in class (upper case, lower case, digit). Random texts change
 * at about every second place, words and numbers seldom.
 */
export function classChangeShare(text: string): number {
  let changes = 0;
  let places = 0;
  let previous: string | undefined;
  for (const character of text) {
    const current = classOf(character);
    if (current === undefined) continue;
    if (previous !== undefined) places += 1;
    if (previous !== undefined && previous !== current) changes += 1;
    previous = current;
  }
  return places === 0 ? 0 : changes / places;
}

/** Whether letters stand mixed with digits, or with letters of the other case so often that they are no words. */
export function isMixed(text: string): boolean {
  if (!/[A-Za-z]/.test(text)) return false;
  return /\d/.test(text) || classChangeShare(text) > 0.25;
}

function classOf(character: string): string | undefined {
  if (character >= "0" && character <= "9") return "digit";
  if (character >= "a" && character <= "z") return "lower";
  return character >= "A" && character <= "Z" ? "upper" : undefined;
}
