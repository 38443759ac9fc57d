import { hasContext, raisedByContext } from "./context-words.ts";
import type { Candidate, Recognizer } from "./recognizer.ts";

/**
 * The most that a row of digits alone is worth without a context word when the identifiers of all countries are looked
 * for at once: of random numbers of ten digits a third pass the check of one or the other.
 */
const doubtfulScore = 0.3;
const onlyDigits = /^\d+$/;

/** What of a recognizer decides how likely its candidates are. */
export interface ScoredBy extends Pick<Recognizer, "country" | "contextWords" | "isWeakInDigits"> {
  /** Whether its entity was asked for by name, so that its candidates are not one country's among many. */
  readonly isNamed: boolean;
}

/** The score of a candidate as the words before it and the company of other recognizers leave it. */
export function scoreInContext(text: string, candidate: Candidate, scoredBy: ScoredBy): number {
  const { contextWords, country, isWeakInDigits = country !== undefined, isNamed } = scoredBy;
  const { start, end, score } = candidate;
  const mayBeAnything = !isNamed && isWeakInDigits && onlyDigits.test(text.slice(start, end));
  if (!mayBeAnything) return raisedByContext(text, candidate, contextWords);
  if (hasContext(text, start, contextWords)) return raisedByContext(text, candidate, contextWords);
  return Math.min(score, doubtfulScore);
}
