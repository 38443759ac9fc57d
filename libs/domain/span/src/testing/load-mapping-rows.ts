import { globSync } from "node:fs";
import { join } from "node:path";
import type { MappingRow } from "./mapping-row.ts";

const sources = join(import.meta.dirname, "..");

/** The rows of every `*.mapping-rows.ts`: all lists that it exports. */
export async function loadMappingRows(): Promise<readonly MappingRow[]> {
  const files = globSync("**/*.mapping-rows.ts", { cwd: sources }).toSorted();
  return (await Promise.all(files.map(rowsOf))).flat();
}

async function rowsOf(file: string): Promise<readonly MappingRow[]> {
  const lists: Readonly<Record<string, readonly MappingRow[]>> = await import(join(sources, file));
  return Object.values(lists).flat();
}
