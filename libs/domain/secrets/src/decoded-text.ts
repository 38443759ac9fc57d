/** The text that base 64 stands for, in either alphabet, padded or not; characters that are none are passed over. */
export function decodedText(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
