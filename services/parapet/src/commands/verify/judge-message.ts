import { crc32 } from "node:zlib";

import type { LedgerLine } from "./producer-ledger.ts";
import type { StoredMessage } from "./stored-messages.ts";

/**
 * What became of an acknowledged message: all as the producer says; no trace of it; less than there must be; there, but
 * with other ids, other content, another number of dead letters, or more than the ledger attests to.
 */
export type Verdict = "delivered" | "lost" | "incomplete" | "damaged";

export function judgeMessage(line: LedgerLine, stored: StoredMessage | undefined): Verdict {
  if (stored === undefined) return "lost";
  if (!isComplete(line, stored)) return "incomplete";
  return isIntact(line, stored) ? "delivered" : "damaged";
}

function isComplete(line: LedgerLine, stored: StoredMessage): boolean {
  if (stored.ledgerRows === 0) return false;
  if (stored.spans < stored.attestedSpans || stored.deadLetters < stored.attestedLetters) return false;
  if (line.spans === undefined || stored.isWholeLetter) return true;
  return stored.spans + stored.deadLetters >= line.spans;
}

function isIntact(line: LedgerLine, stored: StoredMessage): boolean {
  if (stored.spans > stored.attestedSpans || stored.deadLetters > stored.attestedLetters) return false;
  if (line.dead_letters !== undefined && line.dead_letters !== stored.deadLetters) return false;
  if (line.span_ids !== undefined && crc32(line.span_ids.join("")) !== stored.spanIdsCrc32) return false;
  return line.content_crc32 === undefined || line.content_crc32 === stored.contentCrc32;
}
