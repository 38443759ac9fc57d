import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { z } from "zod";

import type { DocumentOrigin } from "../text-rows.ts";

/** What must not be known of a family, so that a model can be asked about it. */
export interface Unseen {
  readonly families: readonly string[];
  /** Groups of the documents that it will be asked about. */
  readonly documents: ReadonlySet<string>;
}

interface Origin {
  readonly family: string;
  readonly document?: DocumentOrigin | undefined;
}

const document = z.object({ family: z.string(), group: z.string() });
const row = z.object({ family: z.string(), document: document.optional() });

/** Whether somebody who has read it knows nothing of what is unseen: neither the text nor the document that it was made of. */
export function isApart({ family, document: read }: Origin, { families, documents }: Unseen): boolean {
  if (families.includes(family)) return false;
  return read === undefined || !(families.includes(read.family) || documents.has(read.group));
}

/** Copies the rows of a file that are apart from what is unseen. */
export async function writeRowsWithout(from: string, to: string, unseen: Unseen): Promise<void> {
  const lines = createInterface({ input: createReadStream(from) });
  await pipeline(Readable.from(kept(lines, unseen)), createWriteStream(to));
}

async function* kept(lines: AsyncIterable<string>, unseen: Unseen): AsyncGenerator<string> {
  for await (const line of lines) if (isApart(row.parse(JSON.parse(line)), unseen)) yield `${line}\n`;
}
