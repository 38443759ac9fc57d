import type { HeldOutFigure } from "./held-out-figure.ts";

/** What all folds of a run have in common. */
export interface ProtocolRun {
  /** Python with what `training/requirements.txt` lists. */
  readonly python: string;
  /** The folder `models` of the repository. */
  readonly models: string;
  /** Where `prepare:rows` wrote its rows and the base weights are kept. */
  readonly prepared: string;
  /** Where models of folds go. */
  readonly work: string;
  readonly epochRows: number;
  readonly epochs: number;
}

/** Of a family, so many texts are asked about, and so many pairs fitted on. */
export const MAX_ASKED = 800;

/** The figures of one fold. */
export type FoldFigures = (without: readonly string[]) => Promise<readonly HeldOutFigure[]>;
