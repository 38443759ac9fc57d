/** Whether the last of a string of digits is its check digit after ISO/IEC 7064, MOD 11,10. */
export function isMod1110Valid(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return digits.length > 1 && (11 - product) % 10 === Number(digits.at(-1));
}
