const weights = [7, 3, 1];

/**
 * Whether the last character is the check digit of those before it, as travel documents have it (ICAO Doc 9303-3 §4.9):
 * weights 7, 3, 1, letters read as 10 to 35. Upper-case letters and digits only.
 */
export function isIcaoValid(text: string): boolean {
  const sum = Array.from(text.slice(0, -1)).reduce(
    (total, character, place) => total + Number.parseInt(character, 36) * (weights[place % weights.length] ?? 0),
    0,
  );
  return text.length > 1 && String(sum % 10) === text.at(-1);
}
