import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { datasetRow } from "./dataset-row.ts";
import type { DatasetRow } from "./dataset-row.ts";
import { readJsonLines } from "./read-json-lines.ts";
import type { Source } from "./source.ts";

/** A text to train on. */
export interface LabelledText {
  readonly text: string;
  readonly label: 0 | 1;
  readonly weight: number;
  readonly family: string;
  /** Origin of its source, as in the model card. */
  readonly origin: string;
}

const archives = ["injection.tar.xz", "toxicity.tar.xz", "hallucination.tar.xz"] as const;

/** Unpacks the archives into a folder that is removed after `use`. */
export async function withDatasets<T>(folder: string, use: (unpacked: string) => Promise<T>): Promise<T> {
  const unpacked = await mkdtemp(join(tmpdir(), "parapet-datasets-"));
  try {
    for (const archive of archives) {
      await promisify(execFile)("tar", ["--extract", "--file", join(folder, archive), "--directory", unpacked]);
    }
    return await use(unpacked);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** The texts of all sources, each text once: the first source that has it keeps it. */
export async function loadTexts(folder: string, sources: readonly Source[]): Promise<readonly LabelledText[]> {
  const texts = new Map<string, LabelledText>();
  for (const source of sources) {
    const rows = await readJsonLines(join(folder, `${source.file}.jsonl`), datasetRow);
    for (const row of sample(rows, source)) {
      const key = row.text.normalize("NFKC").toLowerCase().trim();
      if (!texts.has(key)) texts.set(key, labelled(row, source));
    }
  }
  return [...texts.values()];
}

function labelled(row: DatasetRow, { label = row.label, weight = 1, family, origin }: Source): LabelledText {
  return { text: row.text, label, weight, family, origin };
}

/** The first rows in the order of a hash of their ids: the same on every machine, and stable when rows are added. */
export function sample(rows: readonly DatasetRow[], { keep = () => true, cap }: Source): readonly DatasetRow[] {
  const ranked = rows.filter(keep).map((row) => ({ row, rank: createHash("sha256").update(row.id).digest("hex") }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked.slice(0, cap).map(({ row }) => row);
}
