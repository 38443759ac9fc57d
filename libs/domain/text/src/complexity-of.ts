/**
 * Ends of sentences: terminal punctuation before white space or the end, its full-width forms, and line breaks. A run of
 * punctuation is tried from its beginning alone: from every character of it, one that ends nothing took quadratic time.
 */
const sentenceEnd = /(?<![.!?…])[.!?…]+(?=\s|$)|[。！？]+|\n+/;

/** School grades that the index is mapped from: 1 becomes 0, 14 (university) and above become 1. */
const lowestGrade = 1;
const highestGrade = 14;

/**
 * Reading complexity in [0, 1]: the Automated Readability Index, 4.71 · (characters / word) + 0.5 · (words / sentence)
 * − 21.43 (Smith and Senter, "Automated Readability Index", AMRL-TR-66-220, 1967), mapped linearly from grade 1–14 and
 * clamped. The index is made for English; for other languages it still moves with word and sentence length.
 */
export function complexityOf(text: string, words: readonly string[]): number {
  const characters = words.reduce((sum, word) => sum + word.length, 0);
  return complexityOfCounts(characters, words.length, countSentences(text));
}

/** The same from the counts of a text: UTF-16 units of its words, words, sentences (at least one). */
export function complexityOfCounts(characters: number, words: number, sentences: number): number {
  if (words === 0) return 0;
  const grade = 4.71 * (characters / words) + 0.5 * (words / sentences) - 21.43;
  return Math.min(1, Math.max(0, (grade - lowestGrade) / (highestGrade - lowestGrade)));
}

function countSentences(text: string): number {
  return Math.max(1, text.split(sentenceEnd).filter((sentence) => sentence.trim() !== "").length);
}
