import { callKeyPlace, placedFacts, spendRoles, type SpanBatch } from "@parapet/span";

import type { ByteWriter } from "../native/byte-writer.ts";
import type { BlockColumns } from "./block-columns.ts";
import { fillChosen, SPAN_ID_BYTES, TRACE_ID_BYTES, writeHex, type Fill } from "./fill-texts.ts";
import { stringBytes } from "./name-bytes.ts";
import type { SpanRun } from "./span-run.ts";

const RESPONSE_ID = placedFacts.indexOf("responseId");
/** Hex digits of a trace's id and of a span's, and a slash between them. */
const KEY_OF_IDS_BYTES = 2 * TRACE_ID_BYTES + 1 + 2 * SPAN_ID_BYTES;
const SLASH = 0x2f;

const roles = spendRoles.map((role) => stringBytes(role));
const empty = stringBytes("");

/** Fills which call a span is of, as far as its response id does not say so, and what its part in that call is. */
export function callFills(columns: BlockColumns): readonly Fill[] {
  const { column, part } = columns.plain("call_key");
  return [
    fillChosen(columns, "spend_role", ({ calls }, row) => roles[calls.roles[row] ?? 0] ?? empty),
    (run) => {
      for (let row = run.from; row < run.to; row += 1) {
        if (isImplied(run, row)) column.skip(1);
        else {
          column.open();
          writeCallKey(run, row, part.out);
        }
      }
    },
  ];
}

/** Whether there is no key, or it is the response id. */
function isImplied({ batch, calls }: SpanRun, row: number): boolean {
  const at = calls.keyAt[row] ?? callKeyPlace.none;
  if (at === callKeyPlace.none) return true;
  const index = RESPONSE_ID * batch.capacity + row;
  const responseAt = batch.placedAt[index] ?? -1;
  if (at === callKeyPlace.text) return responseAt >= 0 && calls.keys[row] === batch.placed("responseId", row);
  if (at === callKeyPlace.ids || responseAt < 0) return false;
  return isSameText(batch, { at, end: calls.keyEnd[row] ?? at }, { at: responseAt, end: batch.placedEnd[index] ?? 0 });
}

interface Place {
  readonly at: number;
  readonly end: number;
}

/** The key of a call is mostly the very place of the id. */
function isSameText({ bytes }: SpanBatch, one: Place, other: Place): boolean {
  if (one.end - one.at !== other.end - other.at) return false;
  if (one.at === other.at) return true;
  for (let offset = 0; offset < one.end - one.at; offset += 1) {
    if (bytes[one.at + offset] !== bytes[other.at + offset]) return false;
  }
  return true;
}

function writeCallKey({ batch, calls }: SpanRun, row: number, out: ByteWriter): void {
  const at = calls.keyAt[row] ?? callKeyPlace.none;
  if (at >= 0) out.textBytes(batch.bytes, at, calls.keyEnd[row] ?? at);
  else if (at === callKeyPlace.text) out.text(calls.keys[row] ?? "");
  else {
    const [traceAt = 0, spanAt = 0] = [batch.traceIdAt[row], batch.spanIdAt[row]];
    out.byte(KEY_OF_IDS_BYTES);
    writeHex(out, batch.bytes, traceAt, traceAt + TRACE_ID_BYTES);
    out.byte(SLASH);
    writeHex(out, batch.bytes, spanAt, spanAt + SPAN_ID_BYTES);
  }
}
