import { z } from "zod";

/** One line of `parapet scan`: a text and what is known about it. */
export const scanQuestion = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  /** Evidence the text should agree with. */
  context: z.string().optional(),
  direction: z.enum(["input", "output"]).default("input"),
  /** Entities of personal data to look for; all when absent. */
  entities: z.array(z.string()).optional(),
  /** BCP 47. */
  language: z.string().optional(),
  /** ISO 3166 regions whose phone formats are read. */
  regions: z.array(z.string()).optional(),
});
export type ScanQuestion = z.infer<typeof scanQuestion>;

export type ParsedLine =
  | { readonly kind: "question"; readonly question: ScanQuestion }
  | { readonly kind: "bad"; readonly id: string | number | null; readonly error: string };

const identified = z.object({ id: z.union([z.string(), z.number()]) });

/** Reads one line. What is wrong is said by field and rule, never by repeating the content. */
export function parseScanLine(line: string): ParsedLine {
  const value = parseJson(line);
  if (value === undefined) return { kind: "bad", id: null, error: "the line is not JSON" };
  const parsed = scanQuestion.safeParse(value);
  if (parsed.success) return { kind: "question", question: parsed.data };
  const known = identified.safeParse(value);
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "line"}: ${issue.message}`);
  return { kind: "bad", id: known.success ? known.data.id : null, error: faults.join("; ") };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // `undefined` is no JSON value: it says that there was none.
  }
}
