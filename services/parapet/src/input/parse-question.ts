import { isUtf8 } from "node:buffer";

import { z } from "zod";

import { lineId } from "./line-id.ts";
import type { InputLine } from "./split-lines.ts";

export type ParsedQuestion<Question> =
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "bad"; readonly id: string | number | null; readonly error: string };

const identified = z.object({ id: lineId });

/** Reads one line of JSON. What is wrong is said by field and rule, never by repeating the content. */
export function parseQuestion<Question>(line: InputLine, schema: z.ZodType<Question>): ParsedQuestion<Question> {
  if (line.kind === "too_long") return { kind: "bad", id: null, error: `line ${line.number} is too long` };
  const value = parseJson(line.bytes);
  if (value === undefined) return { kind: "bad", id: null, error: `line ${line.number} is not JSON` };
  const id = identified.safeParse(value).data?.id ?? null;
  if (!isUtf8(line.bytes)) return { kind: "bad", id, error: `line ${line.number} is not UTF-8` };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "question", question: parsed.data };
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || `line ${line.number}`} ${message}`,
  );
  return { kind: "bad", id, error: faults.join("; ") };
}

/** A line without anything on it, which is passed over. */
export function isBlank(line: InputLine): boolean {
  return line.kind === "line" && line.bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined; // `undefined` is no JSON value: it says that there was none.
  }
}
