import { patternRecognizer } from "./pattern-recognizer.ts";
import type { Recognizer } from "./recognizer.ts";

/** By entity, the values that are it wherever they stand as a word of their own, in upper or lower case. */
export type DenyList = Readonly<Record<string, readonly string[]>>;

const syntax = /[\\^$.*+?()[\]{}|/]/g;

/** Compiled once for each list, which callers keep for as long as their settings hold. */
const compiled = new WeakMap<DenyList, readonly Recognizer[]>();

/** Recognizers of given values, each certain (score 1). */
export function denyListRecognizers(deny: DenyList): readonly Recognizer[] {
  const known = compiled.get(deny);
  if (known !== undefined) return known;
  const built = Object.entries(deny).flatMap(([entity, values]) => {
    const words = values.filter((value) => value !== "");
    return words.length === 0 ? [] : [denyListRecognizer(entity, words)];
  });
  compiled.set(deny, built);
  return built;
}

function denyListRecognizer(entity: string, values: readonly string[]): Recognizer {
  // The longest first: of "New York" and "New York City" the latter is meant where it stands.
  const longestFirst = values.toSorted((left, right) => right.length - left.length);
  const source = longestFirst.map((value) => value.replaceAll(syntax, String.raw`\$&`)).join("|");
  return patternRecognizer({
    entity,
    patterns: [
      {
        name: "deny_list",
        expression: new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${source})(?![\p{L}\p{N}_])`, "giu"),
        score: 1,
        digits: 0,
        longest: (longestFirst[0]?.length ?? 0) + 4,
        literals: values.map((value) => value.toLowerCase()),
      },
    ],
    contextWords: [],
  });
}
