import { integerBetween, pick, type Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import { asCase, numberWords } from "./change-number.ts";
import { reword } from "./change-word.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { tailOf } from "./tails.ts";

type Rephrase = (sentence: string, random: Random) => readonly Edit[];

const FIRST_NUMBER_WORD = 2;

/** Ways to say the same, or less. */
const ways: readonly Rephrase[] = [
  (sentence, random) => reword(sentence, "", random),
  (sentence, random) => reword(sentence, "", random),
  dropTail,
  dropParenthesis,
  dropOpening,
  respellNumber,
  contract,
];
const MOST_CHANGES = 3;

/** The sentence in other words, with nothing in it that it did not say; itself where nothing applies. */
export function rephrased(sentence: string, random: Random): string {
  let text = sentence;
  const changes = integerBetween(random, 1, MOST_CHANGES);
  for (let change = 0; change < changes; change += 1) {
    const way = pick(random, ways);
    text = applyEdits(text, way(text, random)).text;
  }
  return text;
}

/** "before" and the like can turn what stands before them; what a phrase of place, time or company adds can go. */
function dropTail(sentence: string): readonly Edit[] {
  const tail = tailOf(sentence);
  if (tail === null || !/^(?:in|at|on|with|from|alongside|following|as part of|thanks to)$/u.test(tail.opener))
    return [];
  if (tail.start < sentence.length / 2 || /\b(?:not|no|never|only|n['’]t)\b/u.test(sentence)) return [];
  return [{ start: tail.start, end: tail.end, text: "" }];
}

function dropParenthesis(sentence: string): readonly Edit[] {
  const match = /\s\([^()]{2,80}\)/u.exec(sentence);
  return match === null ? [] : [{ start: match.index, end: match.index + match[0].length, text: "" }];
}

/** "In May, the…" and "However, the…" */
function dropOpening(sentence: string): readonly Edit[] {
  const match =
    /^(?:(?:In|On|At|During|After|Since|By)\s[^,]{3,40}|However|Moreover|Meanwhile|Today|Later),\s(\p{L})/u.exec(
      sentence,
    );
  return match === null ? [] : [{ start: 0, end: match[0].length, text: (match[1] ?? "").toUpperCase() }];
}

function respellNumber(sentence: string, random: Random): readonly Edit[] {
  const found = chosen(random, [
    ...sentence.matchAll(/(?<![\p{L}\p{N}.,$€£-])(?:[2-9]|1[0-2])(?![\p{L}\p{N}%:/-]|[.,]\d)/gu),
    ...sentence.matchAll(new RegExp(`\\b(?:${numberWords.join("|")})\\b`, "giu")),
  ]);
  if (found === undefined) return [];
  const [number] = found;
  const text = /\d/u.test(number)
    ? (numberWords[Number(number) - FIRST_NUMBER_WORD] ?? number)
    : String(numberWords.indexOf(number.toLowerCase()) + FIRST_NUMBER_WORD);
  return [{ start: found.index, end: found.index + number.length, text: asCase(number, text) }];
}

function contract(sentence: string, random: Random): readonly Edit[] {
  const found = chosen(random, [
    ...sentence.matchAll(/\b(did|does|do|is|are|was|were|has|have|had|would|could) not\b/gu),
  ]);
  return found === undefined
    ? []
    : [{ start: found.index, end: found.index + found[0].length, text: `${found[1] ?? ""}n't` }];
}
