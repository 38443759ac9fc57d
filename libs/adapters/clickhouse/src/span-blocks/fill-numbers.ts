import type { ByteWriter } from "../native/byte-writer.ts";
import type { BlockColumns } from "./block-columns.ts";
import type { Fill } from "./fill-texts.ts";
import type { SpanRun } from "./span-run.ts";

/** Numbers of a fact of which NaN is unknown: `Nullable` of the width that is named. */
export type Width = "int64" | "float64" | "int32" | "float32" | "bool";

/** Where a column's numbers stand: those of row `r` at `fact * capacity + r`. */
export interface NumbersOf {
  readonly numbersOf: (run: SpanRun) => Float64Array;
  readonly fact?: number;
}

/** Adds known and unknown numbers. One loop a width, so that each stays fast. */
export function fillNumbers(
  columns: BlockColumns,
  name: string,
  width: Width,
  { numbersOf, fact = 0 }: NumbersOf,
): Fill {
  const { column, part } = columns.nullable(name);
  const { out } = part.values;
  const write = writers[width];
  return (run) => {
    const { from, to, batch } = run;
    const numbers = numbersOf(run);
    const base = fact * batch.capacity;
    if (!hasNumber(numbers, base + from, base + to)) return column.skip(to - from);
    column.open();
    part.nulls.reserve(to - from);
    for (let index = base + from; index < base + to; index += 1) {
      part.nulls.byte(Number.isNaN(numbers[index] ?? Number.NaN) ? 1 : 0);
    }
    write(out, numbers, base + from, base + to);
  };
}

/** Writes numbers `[from, to)`, zeros in the place of NaN. */
type WriteNumbers = (out: ByteWriter, numbers: Float64Array, from: number, to: number) => void;

const writers: Readonly<Record<Width, WriteNumbers>> = {
  int64: (out, numbers, from, to) => {
    for (let index = from; index < to; index += 1) out.int64(known(numbers[index]));
  },
  float64: (out, numbers, from, to) => {
    for (let index = from; index < to; index += 1) out.float64(known(numbers[index]));
  },
  int32: (out, numbers, from, to) => {
    for (let index = from; index < to; index += 1) out.int32(known(numbers[index]));
  },
  float32: (out, numbers, from, to) => {
    for (let index = from; index < to; index += 1) out.float32(known(numbers[index]));
  },
  bool: (out, numbers, from, to) => {
    for (let index = from; index < to; index += 1) out.byte(known(numbers[index]));
  },
};

/** Adding 0 turns -0 into 0. */
function known(value = 0): number {
  return Number.isNaN(value) ? 0 : value + 0;
}

function hasNumber(numbers: Float64Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (!Number.isNaN(numbers[index])) return true;
  return false;
}
