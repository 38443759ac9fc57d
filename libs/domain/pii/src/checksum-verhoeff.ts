/** Product in the dihedral group of order ten, whose elements are the rotations 0–4 and the reflections 5–9. */
function dihedralProduct(left: number, right: number): number {
  const isTurned = left >= 5;
  const turn = isTurned ? (left - right + 10) % 5 : (left + right) % 5;
  return isTurned === right >= 5 ? turn : turn + 5;
}

/** What becomes of a digit at each place; the eighth power of the permutation is the identity. */
const permutation = "1576283094";
const permutationPeriod = 8;

/** Check over a string of digits that sees all single errors and swaps (J. Verhoeff, Error Detecting Decimal Codes, 1969). */
export function isVerhoeffValid(digits: string): boolean {
  let check = 0;
  for (let place = 0; place < digits.length; place++) {
    let digit = Number(digits.at(-1 - place));
    for (let power = place % permutationPeriod; power > 0; power--) digit = Number(permutation.charAt(digit));
    check = dihedralProduct(check, digit);
  }
  return digits.length > 0 && check === 0;
}
