import type { WorkerModel } from "./inference-protocol.ts";
import type { LearnedModel } from "./learned-model.ts";
import type { PairReader } from "./pair-model.ts";
import type { SessionPool } from "./session-pool.ts";

/** Where a model comes from. */
export interface ModelSource {
  readonly folder: string;
  /** What a refusal is told under; no two sources have the same. */
  readonly key: string;
  /** Reads and verifies what lies in the folder. */
  readonly load: () => Promise<LoadedModel>;
  /** Detectors that it takes from those sources that do not claim them. */
  readonly claims: readonly string[];
}

/** A model whose files are sound. */
export interface LoadedModel {
  /** Changes whenever scores could. */
  readonly version: string;
  readonly worker: WorkerModel;
  /** To be called once the sessions hold the model. */
  readonly open: (pool: SessionPool) => OpenedModel;
}

/** A model that can be asked. */
export interface OpenedModel {
  readonly model: LearnedModel;
  /** What stands behind a model that judges pairs. */
  readonly reader?: PairReader;
  /** Asks it what it must know before it may answer others. Rejects with `model_unsound`. */
  readonly check: () => Promise<void>;
}
