import { readFileSync } from "node:fs";
import { join } from "node:path";

const specification = join(import.meta.dirname, "../../docs/specs/span.md");
const row = /^\| `(?<column>\w+)` +\| (?<names>.*) \|$/;
const together = /^Read together with others: (?<names>.*)\.$/;

/** An attribute that a dialect reads, and the column that it fills. */
export interface ReadAttribute {
  readonly key: string;
  readonly column: string;
  readonly isOfResource: boolean;
}

/** Every attribute of every dialect, out of the specification, whose tables are written from those of the dialects. */
export function readAttributes(): readonly ReadAttribute[] {
  const [, sources = ""] = readFileSync(specification, "utf8").split("\n## Sources\n");
  const [tables = ""] = sources.split("\n## ");
  const all = tables.split("\n").flatMap(attributesIn);
  // Of the columns that one fills, the first.
  return [...new Map(all.toReversed().map((one) => [`${one.key} ${one.isOfResource}`, one])).values()];
}

const attribute = /`(?<name>[^`]+)`(?<resource> of the resource)?/g;

/** Those of a row of a table, or of the sentence about attributes that are read together. */
function attributesIn(line: string): readonly ReadAttribute[] {
  const { column = "", names = "" } = (row.exec(line) ?? together.exec(line))?.groups ?? {};
  return Array.from(names.matchAll(attribute), ({ groups }) => ({
    key: filledIn(groups?.["name"] ?? ""),
    column,
    isOfResource: groups?.["resource"] !== undefined,
  }));
}

/** The names of a family stand there as its beginning. */
function filledIn(name: string): string {
  return name.replace("*", "0.content");
}
