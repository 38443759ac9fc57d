import type { Recognizer } from "../recognizer.ts";

/** What a recognizer finds in a text, by whichever of its parts, in order and each once. */
export function matchesOf(recognizer: Recognizer, text: string): readonly string[] {
  const candidates = recognizer.parts.flatMap((part) => part.find(text, { regions: [] }));
  const matches = candidates
    .toSorted((left, right) => left.start - right.start || left.end - right.end)
    .map(({ start, end }) => text.slice(start, end));
  return [...new Set(matches)];
}

/** The best score of what a recognizer finds in a text; 0 when there is nothing. */
export function bestScoreOf(recognizer: Recognizer, text: string): number {
  const candidates = recognizer.parts.flatMap((part) => part.find(text, { regions: [] }));
  return Math.max(0, ...candidates.map(({ score }) => score));
}
