import { alphabets, longestOf, type Form, type Run, type Segment } from "./form.ts";
import type { TokenRow } from "./token-row.ts";

/** How a token is searched for. Group 1 of the expression is the token, and ends where the match ends. */
export interface TokenExpression {
  readonly expression: RegExp;
  readonly literals: readonly string[];
  readonly longest: number;
}

/** Characters between the provider's name and the assignment. */
const maxGap = 48;
/** What stands right before a value: an assignment, a quote, or "is" and the like; then blanks, quotes and escapes. */
const introduction = String.raw`(?i:[=:>,(|"'\x60]|\b(?:is|key|token|secret|password|bearer)\s)[\s\\"'\x60]{0,5}`;
const longestIntroduction = 14;
/** The escape of JSON or URLs that may stick to a token, as in `\nghp_…`. */
const escape = String.raw`\\[bfnrt]|\\u[0-9a-f]{4}|%[2-7][0-9A-Fa-f]`;
const longestEscape = 6;

/** Compiles a row. All quantifiers are bounded, so that a place of the text costs no more than a match is long. */
export function tokenExpression({ form, near }: TokenRow): TokenExpression {
  const token = `(${form.map(sourceOf).join("")})(?!${classOf(`${lastCharacters(form)}${wordCharacters}`)})`;
  if (near === undefined) {
    const outside = classOf(`${charactersBefore(form[0])}${wordCharacters}`);
    return {
      expression: new RegExp(`(?<=${escape}|(?<!${outside}))${token}`, "g"),
      literals: literalsOf(form),
      longest: longestEscape + longestOf(form) + 1,
    };
  }
  const words = near.map(escaped).join("|");
  return {
    expression: new RegExp(`(?i:${words})[^]{0,${maxGap}}?${introduction}${token}`, "g"),
    literals: near,
    longest: Math.max(...near.map(({ length }) => length)) + maxGap + longestIntroduction + longestOf(form) + 1,
  };
}

const wordCharacters = `${alphabets.base62}_`;

function sourceOf(segment: Segment): string {
  if (typeof segment === "string") return escaped(segment);
  if ("oneOf" in segment) return `(?:${segment.oneOf.map(escaped).join("|")})`;
  return `${classOf(alphabets[segment.of])}${quantifierOf(segment)}`;
}

function quantifierOf({ min, max }: Run): string {
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function charactersAt(segment: Segment | undefined): string {
  return typeof segment === "object" && "of" in segment ? alphabets[segment.of] : "";
}

/** What may not precede. The letter of an escape such as `\n` must not pass for the first one of a run. */
function charactersBefore(first: Segment | undefined): string {
  const characters = charactersAt(first);
  return characters === "" ? "" : `${characters}\\%`;
}

/** What may not follow, lest a longer text pass for a token: the alphabet at the end, in front of padding as well. */
function lastCharacters(form: Form): string {
  const last = form.at(-1);
  const isOptional = typeof last === "object" && "oneOf" in last && last.oneOf.includes("");
  return isOptional ? `${charactersAt(form.at(-2))}${last.oneOf.join("")}` : charactersAt(last);
}

function classOf(characters: string): string {
  return `[${[...new Set(characters)].map(escaped).join("")}]`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/**
 * The texts, in lower case, of which one is in every token: of the fixed stretches of the form that whose shortest
 * writing is longest.
 */
function literalsOf(form: Form): readonly string[] {
  const stretches: string[][] = [[""]];
  for (const segment of form) {
    const fixed = typeof segment === "string" ? [segment] : "oneOf" in segment ? segment.oneOf : undefined;
    const current = stretches.at(-1) ?? [""];
    if (fixed === undefined) stretches.push([""]);
    else stretches[stretches.length - 1] = current.flatMap((start) => fixed.map((end) => start + end));
  }
  const [best = []] = stretches.toSorted((left, right) => shortest(right) - shortest(left));
  return best.map((literal) => literal.toLowerCase());
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => length));
}
