const letters = "TRWAGMYFPDXBNJZSQVHLCKE";

/** The letter that proves the number of a Spanish identity document: its remainder by 23 (Real Decreto 1553/2005). */
export function spanishCheckLetter(digits: string): string {
  return letters.charAt(Number(digits) % letters.length);
}
