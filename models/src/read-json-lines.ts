import { readFile } from "node:fs/promises";

import type { z } from "zod";

/** The objects of a file of JSON lines, each checked. */
export async function readJsonLines<T extends z.ZodType>(path: string, line: T): Promise<readonly z.output<T>[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((text) => text.trim() !== "");
  return lines.map((text) => line.parse(JSON.parse(text)));
}
