import type { Candidate } from "@parapet/pii";
import { checksums } from "./checksum.ts";
import { alphabets, type Form } from "./form.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isMixed, shannonEntropy } from "./randomness.ts";
import { evidenceScores, type SecretFormat } from "./secret-format.ts";
import { tokenExpression } from "./token-expression.ts";
import type { TokenRow } from "./token-row.ts";

/** Words of which one stands between a provider's name and its token, or is part of the name. */
const credentialWord = /key|token|secret|pass|pwd|auth|cred|pat\b|api|sid|sig|webhook|bearer|license/i;
/** Of the most entropy that a random token of the same length and alphabet can have, the part that it has at least. */
const leastEntropyShare = 0.6;

/** A recognizer of one format of tokens. */
export function tokenFormat(row: TokenRow): SecretFormat {
  const { id, provider, source } = row;
  const { expression, literals, longest } = tokenExpression(row);
  const bestScore = scoreOf(row);
  const isLive = liveTest(row);
  const find = (text: string): readonly Candidate[] => {
    const candidates: Candidate[] = [];
    // Not `matchAll`, which copies the expression at each call.
    expression.lastIndex = 0;
    for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
      const { 0: match, 1: token = "", index } = found;
      const end = index + match.length;
      const context = match.slice(0, -token.length);
      if (isLive(token, context)) candidates.push({ start: end - token.length, end, score: bestScore });
    }
    return candidates;
  };
  return { id, provider, source, name: "token", digits: 0, literals, longest, bestScore, find };
}

function scoreOf({ checksum, near, form }: TokenRow): number {
  if (checksum !== undefined) return evidenceScores.proven;
  if (near === undefined) return evidenceScores.structured;
  return hasPrefix(form) ? evidenceScores.structuredNearby : evidenceScores.nearby;
}

/** Shorter ones than this stand at the start of many texts by chance. */
const minPrefix = 3;

function hasPrefix([first = ""]: Form): boolean {
  if (typeof first === "string") return first.length >= minPrefix;
  return "oneOf" in first && first.oneOf.every(({ length }) => length >= minPrefix);
}

/** What a match must be besides its form: no example, random enough, and so on. `context` is what stands before it. */
function liveTest({ form, near, checksum, examples }: TokenRow): (token: string, context: string) => boolean {
  const prefix = typeof form[0] === "string" ? form[0].length : 0;
  const minEntropy = entropyFloor(form);
  return (token, context) => {
    const body = token.slice(prefix);
    if (isPlaceholder(body) || examples?.includes(token) === true || shannonEntropy(body) < minEntropy) return false;
    if (near !== undefined && !(credentialWord.test(context) && isMixed(body))) return false;
    return checksum === undefined || checksums[checksum](token);
  };
}

/** Bits for each character that a token has at least: random ones come close to the logarithm of what they can hold. */
function entropyFloor(form: Form): number {
  const runs = form.filter((segment) => typeof segment === "object" && "of" in segment);
  const length = runs.reduce((sum, { min }) => sum + min, 0);
  const characters = Math.max(2, ...runs.map(({ of }) => alphabets[of].length));
  return leastEntropyShare * Math.log2(Math.min(length, characters));
}
