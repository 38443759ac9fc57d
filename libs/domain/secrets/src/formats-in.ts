import { createLiteralAutomaton } from "@parapet/text";
import type { SecretFormat } from "./secret-format.ts";
import { secretFormats } from "./secret-formats.ts";

const literals = [...new Set(secretFormats.flatMap((format) => format.literals))];
const automaton = createLiteralAutomaton(literals);

/** By the number of each literal, the places in the list of the formats that have it. */
const formatsOf: readonly (readonly number[])[] = literals.map((literal) =>
  [...secretFormats.keys()].filter((index) => secretFormats[index]?.literals.includes(literal)),
);

/** The formats of which a literal stands in the text, in their order: no other can match. One pass over the text. */
export function formatsIn(text: string): readonly SecretFormat[] {
  const { classes, next, firstEnd, endsIn } = automaton;
  const rows = new Set<number>();
  let row = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    row = code < classes.length ? (next[row + (classes[code] ?? 0)] ?? 0) : 0;
    if (row >= firstEnd) rows.add(row);
  }
  const found = new Set([...rows].flatMap(endsIn).flatMap((literal) => formatsOf[literal] ?? []));
  return secretFormats.filter((_, index) => found.has(index));
}
