import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { VERSION } from "@parapet/runtime";

import type { ContentMode } from "./range-ingest.ts";

export interface EncodingSettings {
  /** What of the texts is stored. */
  readonly content: ContentMode;
  /** Paths of the files that prices come from. */
  readonly priceFiles: readonly string[];
}

/** Names how an ingester makes rows of messages. Equal names promise equal blocks of equal messages. */
export function ingestEncoding({ content, priceFiles }: EncodingSettings): string {
  const prices = createHash("sha256");
  for (const path of priceFiles) prices.update(readFileSync(path));
  return `${VERSION}-${content}-${prices.digest("hex").slice(0, 12)}`;
}
