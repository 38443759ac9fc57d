import { chance, type Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import type { Edit } from "./edit.ts";

const AUXILIARY = "is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|does|do|did";
const SAYS_YES = new RegExp(`\\b(?:${AUXILIARY})\\b(?!\\s+(?:not|never|no)\\b|n['’]t)`, "giu");
const SAYS_NO = new RegExp(`\\b(${AUXILIARY})(?:\\s+not\\b|\\s+never\\b|n['’]t\\b)`, "giu");

/** Takes a negation away, or puts one where there is none. */
export function negate(sentence: string, _context: string, random: Random): readonly Edit[] {
  const denied = chosen(random, [...sentence.matchAll(SAYS_NO)]);
  if (denied !== undefined) return [replaced(denied, denied[1] ?? "")];
  const [said] = sentence.matchAll(SAYS_YES);
  return said === undefined ? [] : [replaced(said, `${said[0]} ${chance(random, 0.85) ? "not" : "never"}`)];
}

function replaced(match: RegExpExecArray, text: string): Edit {
  return { start: match.index, end: match.index + match[0].length, text };
}
