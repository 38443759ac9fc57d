import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { z } from "zod";

/** A text whose answer is known. */
export interface LabelledText {
  readonly text: string;
  /** What the text should agree with; empty where there is nothing. */
  readonly context: string;
  readonly label: 0 | 1;
  readonly source: string;
}

const label = z
  .union([z.literal(0), z.literal(1), z.boolean()])
  .transform((value): 0 | 1 => (value === true || value === 1 ? 1 : 0));
const line = z
  .object({
    text: z.string().optional(),
    response: z.string().optional(),
    context: z.string().nullish(),
    label,
    source: z.string().optional(),
  })
  .refine(({ text, response }) => text !== undefined || response !== undefined, "has neither text nor response");

/** Reads `{"text" or "response", "label", "context"?, "source"?}` lines; the number of a line that is none is told. */
export async function readLabelled(path: string): Promise<readonly LabelledText[]> {
  const texts: LabelledText[] = [];
  let number = 0;
  for await (const read of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (read.trim() === "") continue;
    const parsed = line.safeParse(parseJson(read));
    if (!parsed.success) throw new Error(`${path}:${number}: ${z.prettifyError(parsed.error)}`);
    const { text, response, context, label: known, source } = parsed.data;
    texts.push({ text: text ?? response ?? "", context: context ?? "", label: known, source: source ?? "" });
  }
  return texts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
