import type { ByteWriter } from "../native/byte-writer.ts";
import type { BlockColumns } from "./block-columns.ts";
import { PlainPart } from "./column-part.ts";
import type { Fill } from "./fill-texts.ts";
import type { SpanRun } from "./span-run.ts";

const MORE = 0x80;

/** Why the model stopped: one text, or the entries of an ArrayValue of texts, as they stand in the message. */
export function fillFinishReasons(columns: BlockColumns): Fill {
  const { column, part } = columns.list("finish_reasons");
  const [items] = part.items;
  if (!(items instanceof PlainPart)) throw new TypeError("finish reasons are texts");
  return (run) => {
    const { from, to } = run;
    if (!hasReason(run)) return column.skip(to - from);
    column.open();
    for (let row = from; row < to; row += 1) {
      part.count += addReasons(run, row, items.out);
      part.ends.int64(part.count);
    }
  };
}

function hasReason({ batch, from, to }: SpanRun): boolean {
  for (let row = from; row < to; row += 1) if ((batch.finishReasonsAt[row] ?? -1) >= 0) return true;
  return false;
}

function addReasons({ batch }: SpanRun, row: number, out: ByteWriter): number {
  const at = batch.finishReasonsAt[row] ?? -1;
  const end = batch.finishReasonsEnd[row] ?? at;
  if (at < 0) return 0;
  if (batch.finishReasonsAreList[row] === 1) return copyTexts(batch.bytes, at, end, out);
  out.textBytes(batch.bytes, at, end);
  return 1;
}

/**
 * An entry is a tag, the length of the AnyValue, a tag, and the text with its length before it, which is how Native
 * spells it too. The decoder has seen that each AnyValue is one text.
 */
function copyTexts(bytes: Uint8Array, at: number, end: number, out: ByteWriter): number {
  let count = 0;
  for (let next = at; next < end; count += 1) {
    let length = 0;
    let index = next + 1;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = bytes[index++] ?? 0;
      length |= (byte & ~MORE) << shift;
      if (byte < MORE) break;
    }
    out.bytes(bytes, index + 1, index + length);
    next = index + length;
  }
  return count;
}
