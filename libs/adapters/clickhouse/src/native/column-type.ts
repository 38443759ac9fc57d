import { ParapetError } from "@parapet/runtime";

/** A type of ClickHouse, taken apart. */
export interface ColumnType {
  /** `Nullable`, `Map`, `UInt64`, … */
  readonly name: string;
  /** What stands between the parentheses: types, or plain arguments such as `18` and `'UTC'`. */
  readonly parameters: readonly string[];
}

/** Takes `Map(String, Array(Float32))` apart into `Map`, and `String` beside `Array(Float32)`. */
export function parseColumnType(text: string): ColumnType {
  const match = /^(\w+)(?:\((.*)\))?$/.exec(text);
  const [, name, inner] = match ?? [];
  if (name === undefined) throw new ParapetError("store_schema", `no type of a column: ${text}`);
  return { name, parameters: inner === undefined ? [] : splitParameters(inner) };
}

function splitParameters(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}
