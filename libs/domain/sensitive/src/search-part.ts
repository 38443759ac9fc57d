import type { Category } from "@parapet/detection";
import type { RecognizerPart, ScoredBy } from "@parapet/pii";

/** One expression that is searched for, and what its matches are. */
export interface SearchPart {
  readonly part: RecognizerPart;
  readonly category: Extract<Category, "pii" | "secret">;
  readonly entity: string;
  /** What makes a match more or less likely; null where its own score is the last word. */
  readonly scoredBy: ScoredBy | null;
  /** Whether no match is likely enough to be told of without a context word. */
  readonly needsContext: boolean;
}
