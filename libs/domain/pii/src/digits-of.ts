/** The digits of a text without what stands between them. */
export function digitsOf(written: string): string {
  return written.replaceAll(/\D/g, "");
}
