import type { DatasetRow } from "./dataset-row.ts";

/** One file of a training archive, and how it is used for one head. */
export interface Source {
  /** Path below the folder that the archives are unpacked to, without `.jsonl`. */
  readonly file: string;
  /** Where the texts come from and under which licence, for the model card. */
  readonly origin: string;
  readonly licence: string;
  /** Sources of one family are held out together, so that no model is measured on texts like those it has seen. */
  readonly family: string;
  /** At most so many texts, chosen by the hash of their id. */
  readonly cap: number;
  /** Weight of one text; 1 when absent. */
  readonly weight?: number;
  readonly keep?: (row: DatasetRow) => boolean;
  /** The label under this head when it is not the file's own. */
  readonly label?: 0 | 1;
}
