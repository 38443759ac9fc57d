import { isUtf8 } from "node:buffer";

import { z } from "zod";

import { lineId } from "../input/line-id.ts";
import type { InputLine } from "../input/split-lines.ts";

const names = z
  .array(z.string("must be a string"), "must be a list")
  .transform((list) => list.map((name) => name.toUpperCase()));

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
    /** Entities of personal data to look for; all when absent. */
    entities: names.nullish().transform((list) => list ?? undefined),
    /** BCP 47. */
    language: z.string("must be a string").nullish(),
    /** ISO 3166 regions whose phone formats are read. */
    regions: names.nullish().transform((list) => list ?? undefined),
  },
  "must be a JSON object",
);
export type ScanQuestion = z.infer<typeof scanQuestion>;

export type ParsedLine =
  | { readonly kind: "question"; readonly question: ScanQuestion }
  | { readonly kind: "bad"; readonly id: string | number | null; readonly error: string };

const identified = z.object({ id: lineId });

/** Reads one line. What is wrong is said by field and rule, never by repeating the content. */
export function parseScanLine(line: InputLine): ParsedLine {
  if (line.kind === "too_long") return { kind: "bad", id: null, error: `line ${line.number} is too long` };
  const value = parseJson(line.bytes);
  if (value === undefined) return { kind: "bad", id: null, error: `line ${line.number} is not JSON` };
  const known = identified.safeParse(value);
  const id = known.success ? known.data.id : null;
  if (!isUtf8(line.bytes)) return { kind: "bad", id, error: `line ${line.number} is not UTF-8` };
  const parsed = scanQuestion.safeParse(value);
  if (parsed.success) return { kind: "question", question: parsed.data };
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || `line ${line.number}`} ${message}`,
  );
  return { kind: "bad", id, error: faults.join("; ") };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined; // `undefined` is no JSON value: it says that there was none.
  }
}
