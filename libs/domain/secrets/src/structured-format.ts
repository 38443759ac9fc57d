import type { Candidate } from "@parapet/pii";
import type { SecretFormat } from "./secret-format.ts";

/** A format that is told by what stands around it. Group 1 of the expression is the value. */
export interface StructuredFormatData {
  readonly id: string;
  readonly provider: string;
  readonly source: string;
  readonly name: string;
  /** Global, with indices, never empty, and linear: all its quantifiers are bounded. */
  readonly expression: RegExp;
  readonly literals: readonly string[];
  readonly longest: number;
  readonly score: number;
  /** The start of a value that is the secret, where what follows it may be matched with it. */
  readonly trimmed?: (value: string, before: string) => string;
  /** Whether a value is a secret; `before` is what the match holds in front of it. */
  readonly accepts: (value: string, before: string) => boolean;
}

export function structuredFormat(data: StructuredFormatData): SecretFormat {
  const { id, provider, source, name, expression, literals, longest, score, accepts, trimmed } = data;
  const find = (text: string): readonly Candidate[] => {
    const candidates: Candidate[] = [];
    // Not `matchAll`, which copies the expression at each call.
    expression.lastIndex = 0;
    for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
      const { 0: match, index, indices } = found;
      const [start, end] = indices?.[1] ?? [index, index];
      const before = match.slice(0, start - index);
      const whole = text.slice(start, end);
      const value = trimmed?.(whole, before) ?? whole;
      if (value !== "" && accepts(value, before)) candidates.push({ start, end: start + value.length, score });
    }
    return candidates;
  };
  return { id, provider, source, name, digits: 0, literals, longest, bestScore: score, find };
}
