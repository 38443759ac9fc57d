import { z } from "zod";

import { lineId } from "../input/line-id.ts";
import { parseQuestion, type ParsedQuestion } from "../input/parse-question.ts";
import type { InputLine } from "../input/split-lines.ts";

const list = z.array(z.string("must be a string"), "must be a list");
const names = list
  .transform((written) => written.map((name) => name.toUpperCase()))
  .nullish()
  .transform(orAbsent);

function orAbsent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

/** One line of `parapet scan`: a text and what is known about it. A field that is null is as good as absent. */
const scanQuestion = z.object(
  {
    id: lineId,
    text: z.string("must be a string"),
    /** Evidence the text should agree with. */
    context: z.string("must be a string").nullish(),
    direction: z
      .enum(["input", "output"], 'must be "input" or "output"')
      .nullish()
      .transform((direction) => direction ?? "input"),
    /** Entities of personal data and secrets to look for; those of the policy when absent. */
    entities: names,
    /** BCP 47. */
    language: z.string("must be a string").nullish().transform(orAbsent),
    /** ISO 3166 regions whose phone formats are read. */
    regions: names,
    /** Countries whose identifiers are looked for. */
    countries: list
      .transform((written) => written.map((name) => name.toLowerCase()))
      .nullish()
      .transform(orAbsent),
  },
  "must be a JSON object",
);
export type ScanQuestion = z.infer<typeof scanQuestion>;

export type ParsedLine = ParsedQuestion<ScanQuestion>;

export function parseScanLine(line: InputLine): ParsedLine {
  return parseQuestion(line, scanQuestion);
}
