import { isUtf8 } from "node:buffer";

import { z } from "zod";

import { lineId } from "../input/line-id.ts";
import type { InputLine } from "../input/split-lines.ts";

const text = z.string("must be a string").nullish();

/** Milliseconds since the epoch, from a time as ISO 8601, in UTC where it names no zone, or from such a number. */
const time = z
  .union(
    [
      z.iso.datetime({ offset: true }),
      z.iso.datetime({ local: true }).transform((at) => `${at}Z`),
      z.iso.date(),
      z.number(),
    ],
    "must be an ISO 8601 time or epoch milliseconds",
  )
  .transform((at) => new Date(at).getTime())
  .refine(Number.isFinite, "is no time");

/** One line of `parapet price`: what a provider says was used. A field that is null is as good as absent. */
const priceQuestion = z.object(
  {
    id: lineId,
    provider: text,
    model: text,
    /** A whole answer of the provider, or its usage object alone. */
    usage: z.unknown().refine((usage) => usage !== undefined, "is missing"),
    at: time.nullish(),
    api_flavor: text,
    service_tier: text,
    region: text,
  },
  "must be a JSON object",
);
export type PriceQuestion = z.infer<typeof priceQuestion>;

export type ParsedPriceLine =
  | { readonly kind: "question"; readonly question: PriceQuestion }
  | { readonly kind: "bad"; readonly line: number; readonly error: string };

/** Reads one line. What is wrong is said by field and rule, never by repeating the content. */
export function parsePriceLine(line: InputLine): ParsedPriceLine {
  const bad = (error: string): ParsedPriceLine => ({ kind: "bad", line: line.number, error });
  if (line.kind === "too_long") return bad("too long");
  if (!isUtf8(line.bytes)) return bad("not UTF-8");
  const value = parseJson(line.bytes);
  if (value === undefined) return bad("not JSON");
  const parsed = priceQuestion.safeParse(value);
  if (parsed.success) return { kind: "question", question: parsed.data };
  return bad(parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()).join("; "));
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined; // `undefined` is no JSON value: it says that there was none.
  }
}
