import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { VERSION } from "@parapet/runtime";
import type { SensitivePolicy } from "@parapet/sensitive";

import type { CapturePolicy } from "./capture-policy.ts";

export interface EncodingSettings {
  /** What of the texts is stored. */
  readonly capture: CapturePolicy;
  /** What is looked for in them, and what becomes of it. */
  readonly sensitive: SensitivePolicy;
  /** Paths of the files that prices come from. */
  readonly priceFiles: readonly string[];
}

/** Names how an ingester makes rows of messages. Equal names promise equal blocks of equal messages. */
export function ingestEncoding({ capture, sensitive, priceFiles }: EncodingSettings): string {
  const settings = createHash("sha256");
  for (const path of priceFiles) settings.update(readFileSync(path));
  settings.update(JSON.stringify([capture.rules, sensitive]));
  return `${VERSION}-${capture.default}-${settings.digest("hex").slice(0, 12)}`;
}
