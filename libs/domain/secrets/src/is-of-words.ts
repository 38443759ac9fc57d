/** Whether a name is made of words and numbers, of so many characters in the mean. */
export function isOfWords(name: string, minWord = 2): boolean {
  const pieces = name.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  return pieces.join("").length >= minWord * pieces.length;
}
