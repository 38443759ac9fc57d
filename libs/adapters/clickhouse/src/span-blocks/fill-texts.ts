import type { SpanBatch } from "@parapet/span";

import type { ByteWriter } from "../native/byte-writer.ts";
import type { BlockColumns } from "./block-columns.ts";
import type { SpanRun } from "./span-run.ts";

/** Adds one column of a run of rows to the block. */
export type Fill = (run: SpanRun) => void;

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

const hexDigits = "0123456789abcdef";
/** The two digits of each byte, the first in the lower half of 16 bits. */
const hexPairs = Uint16Array.from({ length: 256 }, (_, byte) => {
  return hexDigits.charCodeAt(byte >> 4) | (hexDigits.charCodeAt(byte & 15) << 8);
});

/** One text for all rows of a run. */
export function fillConstant(columns: BlockColumns, name: string, textOf: (run: SpanRun) => Uint8Array): Fill {
  const { column, part } = columns.plain(name);
  return (run) => {
    const text = textOf(run);
    column.open();
    for (let row = run.from; row < run.to; row += 1) part.out.bytes(text);
  };
}

/** A text for each row, of a few that are made beforehand. */
export function fillChosen(
  columns: BlockColumns,
  name: string,
  textOf: (run: SpanRun, row: number) => Uint8Array,
): Fill {
  const { column, part } = columns.plain(name);
  return (run) => {
    column.open();
    for (let row = run.from; row < run.to; row += 1) part.out.bytes(textOf(run, row));
  };
}

/** Names by their numbers in the batch's text table, which stand one behind the other from `from` on. */
export function fillNames(
  columns: BlockColumns,
  name: string,
  numbersOf: (batch: SpanBatch) => Int32Array,
  fact = 0,
): Fill {
  const { column, part } = columns.plain(name);
  return ({ batch, names, from, to }) => {
    const numbers = numbersOf(batch);
    const base = fact * batch.capacity;
    if (!hasAbove(numbers, base + from, base + to, 0)) return column.skip(to - from);
    column.open();
    for (let index = base + from; index < base + to; index += 1) part.out.bytes(names.of(numbers[index] ?? 0));
  };
}

/** Places in the message, which stand one behind the other; −1 is no place. */
export interface Places {
  readonly at: Int32Array;
  readonly end: Int32Array;
}

export function fillPlaces(
  columns: BlockColumns,
  name: string,
  placesOf: (batch: SpanBatch) => Places,
  fact = 0,
): Fill {
  const { column, part } = columns.plain(name);
  return ({ batch, from, to }) => {
    const { at, end } = placesOf(batch);
    const base = fact * batch.capacity;
    if (!hasAbove(at, base + from, base + to, -1)) return column.skip(to - from);
    column.open();
    for (let index = base + from; index < base + to; index += 1) {
      const start = at[index] ?? -1;
      if (start < 0) part.out.byte(0);
      else part.out.textBytes(batch.bytes, start, end[index] ?? start);
    }
  };
}

/** Ids of `bytes` bytes, as lower-case hex. */
export function fillIds(
  columns: BlockColumns,
  name: string,
  atOf: (batch: SpanBatch) => Int32Array,
  bytes: number,
): Fill {
  const { column, part } = columns.plain(name);
  return ({ batch, from, to }) => {
    const places = atOf(batch);
    if (!hasAbove(places, from, to, -1)) return column.skip(to - from);
    column.open();
    for (let row = from; row < to; row += 1) {
      const at = places[row] ?? -1;
      if (at < 0) part.out.byte(0);
      else {
        part.out.byte(2 * bytes);
        writeHex(part.out, batch.bytes, at, at + bytes);
      }
    }
  };
}

/** `[at, end)` as lower-case hex, without a length. */
export function writeHex(out: ByteWriter, bytes: Uint8Array, at: number, end: number): void {
  out.reserve(2 * (end - at));
  for (let index = at; index < end; index += 1) out.int16(hexPairs[bytes[index] ?? 0] ?? 0);
}

function hasAbove(numbers: Int32Array, from: number, to: number, bound: number): boolean {
  for (let index = from; index < to; index += 1) if ((numbers[index] ?? bound) > bound) return true;
  return false;
}
