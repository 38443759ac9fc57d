import { ParapetError } from "@parapet/runtime";

import type { ByteWriter } from "./byte-writer.ts";
import { parseColumnType } from "./column-type.ts";
import { isMissing } from "./is-missing.ts";
import { UnfitValue } from "./unfit-value.ts";
import { writeDecimals } from "./write-decimals.ts";
import { writeIntegers } from "./write-integers.ts";
import { writeTexts } from "./write-texts.ts";
import { writeNanoTimes, writeSecondTimes } from "./write-times.ts";

/**
 * Writes the values of one column, one after the other. What is null or missing where the type has no null becomes the
 * type's zero.
 *
 * @throws UnfitValue for a value that the type cannot hold.
 */
export type ColumnWriter = (out: ByteWriter, values: readonly unknown[]) => void;

/**
 * How values of a type are laid out in ClickHouse's Native format: composed types are columns of their parts, each
 * written whole before the next.
 */
export function columnWriter(type: string): ColumnWriter {
  const { name, parameters } = parseColumnType(type);
  const composed = composedWriters[name];
  if (composed !== undefined) return composed(parameters);
  if (/^U?Int(8|16|32|64)$/.test(name)) return (out, values) => writeIntegers(out, values, name);
  const plain = plainWriters[name];
  if (plain !== undefined) return plain;
  throw new ParapetError("store_schema", `no encoder for the column type ${type}`);
}

const plainWriters: Readonly<Record<string, ColumnWriter>> = {
  String: writeTexts,
  Bool: writeBooleans,
  Float32: (out, values) => {
    out.reserve(4 * values.length);
    for (const value of values) out.float32(toFloat(value));
  },
  Float64: (out, values) => {
    out.reserve(8 * values.length);
    for (const value of values) out.float64(toFloat(value));
  },
  DateTime: writeSecondTimes,
  DateTime64: writeNanoTimes,
};

const composedWriters: Readonly<Record<string, (parameters: readonly string[]) => ColumnWriter>> = {
  Nullable: ([of = ""]) => nullableWriter(columnWriter(of)),
  Array: ([of = ""]) => arrayWriter(columnWriter(of)),
  Map: ([key = "", value = ""]) => mapWriter(columnWriter(key), columnWriter(value)),
  Tuple: (fields) => tupleWriter(fields),
  Decimal: ([precision, scale]) => {
    return (out, values) => writeDecimals(out, values, Number(precision), Number(scale));
  },
};

function writeBooleans(out: ByteWriter, values: readonly unknown[]): void {
  out.reserve(values.length);
  for (const value of values) {
    if (typeof (value ?? false) !== "boolean") throw new UnfitValue("Bool");
    out.byte(value === true ? 1 : 0);
  }
}

function toFloat(value: unknown): number {
  if (isMissing(value)) return 0;
  if (typeof value !== "number") throw new UnfitValue("Float");
  return value + 0; // Adding 0 turns -0 into 0.
}

/** A map of nulls, then the values, of which those that are missing become zeros. */
function nullableWriter(write: ColumnWriter): ColumnWriter {
  return (out, values) => {
    out.reserve(values.length);
    for (const value of values) out.byte(isMissing(value) ? 1 : 0);
    write(out, values);
  };
}

/** Where each array ends among all items, then the items. */
function arrayWriter(write: ColumnWriter): ColumnWriter {
  return (out, values) => {
    const items: unknown[] = [];
    out.reserve(8 * values.length);
    for (const value of values) {
      for (const item of arrayOf(value)) items.push(item);
      out.int64(items.length);
    }
    write(out, items);
  };
}

function arrayOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new UnfitValue("Array");
  return value;
}

/** Where each map ends among all entries, then the keys, then the values. */
function mapWriter(writeKeys: ColumnWriter, writeValues: ColumnWriter): ColumnWriter {
  return (out, maps) => {
    const keys: string[] = [];
    const values: unknown[] = [];
    out.reserve(8 * maps.length);
    for (const map of maps) {
      const fields = fieldsOf(map);
      for (const key of Object.keys(fields)) {
        keys.push(key);
        values.push(fields[key]);
      }
      out.int64(keys.length);
    }
    writeKeys(out, keys);
    writeValues(out, values);
  };
}

/** Each field as a column of its own, by name. */
function tupleWriter(parameters: readonly string[]): ColumnWriter {
  const fields = parameters.map((parameter) => {
    const space = parameter.indexOf(" ");
    return { name: parameter.slice(0, space), write: columnWriter(parameter.slice(space + 1)) };
  });
  return (out, tuples) => {
    const rows = tuples.map(fieldsOf);
    for (const { name, write } of fields) {
      write(
        out,
        rows.map((row) => row[name]),
      );
    }
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new UnfitValue("object");
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
