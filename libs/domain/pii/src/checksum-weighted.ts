/** Sum of digits, each times the weight at its place; digits beyond the weights are not counted. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits.charAt(place)), 0);
}

/** Sum of the digits of products, as checks after Luhn's idea take it: 2 × 7 counts 1 + 4. `weights` are below 10. */
export function weightedDigitSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => {
    const product = weight * Number(digits.charAt(place));
    return sum + Math.floor(product / 10) + (product % 10);
  }, 0);
}

/** A letter of an identifier as two digits: A is 01, Z is 26. */
export function letterAsDigits(letter: string): string {
  return String(Number.parseInt(letter, 36) - 9).padStart(2, "0");
}
