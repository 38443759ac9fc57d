import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { sha256Of } from "./package-folder.ts";
import { heldOutPair, type HeldOutPair } from "./pair-regression.ts";

const FILE = "pair-held-out.json";
const ROWS = "pair-rows.jsonl";
/** A model that has read fewer pairs says other things than one that ships. */
const LEAST_READ = 10_000;

const heldOutPairs = z.object({
  /** SHA-256 of the rows that the models of the folds were trained on. */
  rows: z.string(),
  epochRows: z.int(),
  epochs: z.int(),
  pairs: z.array(heldOutPair),
});

/** How long each model of a fold was trained. */
export type FoldLength = Pick<z.output<typeof heldOutPairs>, "epochRows" | "epochs">;

/** Leaves what the models of the folds said of families that they had not seen, for the fit of what ships. */
export async function writeHeldOutPairs(
  work: string,
  { epochRows, epochs }: FoldLength,
  pairs: readonly HeldOutPair[],
): Promise<void> {
  const rows = await sha256Of(join(work, ROWS));
  await writeFile(join(work, FILE), JSON.stringify({ rows, epochRows, epochs, pairs }));
}

/** @throws Error when they were said by models of other rows than those that lie there, or of a shorter training. */
export async function readHeldOutPairs(work: string): Promise<readonly HeldOutPair[]> {
  const said = heldOutPairs.parse(JSON.parse(await readFile(join(work, FILE), "utf8")));
  if (said.rows !== (await sha256Of(join(work, ROWS))))
    throw new Error(`${FILE} is of other rows: run the protocol again`);
  const read = said.epochRows * said.epochs;
  if (read < LEAST_READ) throw new Error(`${FILE} is of models that read ${read} pairs; ${LEAST_READ} are the least`);
  return said.pairs;
}
