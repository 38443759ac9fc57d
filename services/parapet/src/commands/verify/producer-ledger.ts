import type { Readable } from "node:stream";

import { ConfigError } from "@parapet/runtime";
import { z } from "zod";

import { splitLines } from "../../input/split-lines.ts";

/** What a producer wrote down of one message when the brokers had acknowledged it. One JSON object a line. */
const lineSchema = z.object({
  topic: z.string().min(1),
  partition: z.int().min(0),
  /** Decimal digits: offsets may exceed what a JSON number holds exactly. */
  offset: z.string().regex(/^\d{1,19}$/, "is not a decimal number"),
  /** How many spans the message holds. */
  spans: z.int().min(0).optional(),
  /** How many dead letters it must become, where the producer knows. */
  dead_letters: z.int().min(0).optional(),
  /** Ids of the spans that must be rows, in the order in which they stand in the message. */
  span_ids: z.array(z.string()).optional(),
  /** CRC-32 of the stored `input_messages` of its spans, joined in that order. */
  content_crc32: z.int().min(0).max(0xffff_ffff).optional(),
});
export type LedgerLine = z.output<typeof lineSchema>;

/** Bounds of what is held and asked for at once. */
const BATCH_LINES = 4_000;
const BATCH_BYTES = 8 * 1024 * 1024;

/** The longest line: a message of 100,000 span ids has room. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/**
 * The lines of a ledger, in batches. An unfinished last line is left out: a producer that is killed leaves one, and it
 * stands for no acknowledgement that anybody has seen.
 *
 * @throws ConfigError for any other line that is not of the format, with its number.
 */
export async function* readProducerLedger(input: Readable): AsyncGenerator<readonly LedgerLine[]> {
  let batch: LedgerLine[] = [];
  let bytes = 0;
  let damaged: number | null = null;
  for await (const lines of splitLines(input, MAX_LINE_BYTES)) {
    for (const line of lines) {
      if (damaged !== null) throw notALine(damaged);
      const parsed = line.kind === "line" ? parseLine(line.bytes) : null;
      if (parsed === null) damaged = line.number;
      else if (parsed !== "blank") batch.push(parsed);
      bytes += line.kind === "line" ? line.bytes.length : 0;
      if (batch.length < BATCH_LINES && bytes < BATCH_BYTES) continue;
      yield batch;
      [batch, bytes] = [[], 0];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Null for what is no line of a ledger. */
function parseLine(bytes: Buffer): LedgerLine | "blank" | null {
  const text = bytes.toString("utf8").trim();
  if (text === "") return "blank";
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function notALine(number: number): ConfigError {
  return new ConfigError(
    `line ${number} of the ledger is no JSON object of topic, partition and offset (a string of digits); see docs/specs/delivery.md`,
  );
}
