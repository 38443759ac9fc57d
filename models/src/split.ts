import { createHash } from "node:crypto";

const DEVELOPMENT_SHARE = 0.12;
const HASH_RANGE = 2 ** 32;

/** Whether a group is kept for development: for thresholds, calibration and figures, never for weights. */
export function isForDevelopment(group: string): boolean {
  return createHash("sha256").update(group).digest().readUInt32BE(0) / HASH_RANGE < DEVELOPMENT_SHARE;
}

/** A text as a group of its own: what differs in case, spaces or punctuation only is one. */
export function groupOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .slice(0, 200);
}
