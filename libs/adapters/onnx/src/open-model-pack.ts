import { availableParallelism } from "node:os";

import { errorCode, ParapetError, silentLogger, type HealthCheck, type Logger } from "@parapet/runtime";

import type { HubModelOptions } from "./hub-model-options.ts";
import { hubSource } from "./hub-source.ts";
import type { WorkerModel } from "./inference-protocol.ts";
import { ModelRefused, startSession, type InferenceSession } from "./inference-session.ts";
import type { LearnedModel } from "./learned-model.ts";
import type { LoadedModel, ModelSource } from "./model-source.ts";
import { packageSource } from "./package-source.ts";
import type { PairReader } from "./pair-model.ts";
import { createPoolHealth } from "./pool-health.ts";
import { acceleratorLimits, cpuLimits, SessionPool } from "./session-pool.ts";
import { withoutDetectors } from "./without-detectors.ts";

export interface ModelPackOptions {
  /** Folders of models, each with a `manifest.json`. */
  readonly folders: readonly string[];
  /** Weights from elsewhere. What one of them detects no model of `folders` is asked about, also where it is refused. */
  readonly hubModels?: readonly HubModelOptions[];
  /** Execution providers in order of preference, by ONNX Runtime's names. */
  readonly providers?: readonly string[];
  /** Sessions that run at the same time, each in a thread of its own that holds all models. */
  readonly sessions?: number;
  /** Threads of each session; more than one pays only when there are fewer calls than cores. */
  readonly threads?: number;
  readonly logger?: Logger;
}

/** Models that share their sessions. */
export interface ModelPack {
  readonly models: readonly LearnedModel[];
  /** What may not answer, with the code of the error: by folder, weights from elsewhere by detector. */
  readonly refused: ReadonlyMap<string, string>;
  /** What stands behind those that judge pairs. */
  readonly pairReaders: readonly PairReader[];
  /** The execution provider that the sessions run on. */
  readonly provider: string;
  readonly sessions: number;
  /** Fails when no session can answer any more. */
  readonly health: HealthCheck;
  readonly stop: () => Promise<void>;
}

interface Loaded extends LoadedModel {
  readonly source: ModelSource;
}

/**
 * Loads models, verifies their files, and asks each what it must know before it may answer others. A model that fails is
 * refused and logged, and the others serve; throws the error of the last where none is left, and
 * `no_execution_provider`.
 */
export async function openModelPack(options: ModelPackOptions): Promise<ModelPack> {
  const { logger = silentLogger, hubModels = [] } = options;
  const refused = new Map<string, string>();
  let last: unknown = new ParapetError("model_missing", "no folder of a model was named");
  const refuse = ({ key, folder }: ModelSource, error: unknown): void => {
    if (!(error instanceof ParapetError)) throw error;
    last = error;
    refused.set(key, errorCode(error));
    logger.error("a model is refused", { folder, code: error.code, problem: error.message });
  };
  const sources = [...options.folders.map(packageSource), ...hubModels.map(hubSource)].map((source) => ({ source }));
  const loaded = await attemptAll(sources, refuse, async ({ source }): Promise<Loaded> => {
    return { source, ...(await source.load()) };
  });
  const started = await startAll(loaded, options, refuse);
  if (started === null) throw last;
  const { pool, provider } = started;
  try {
    const opened = await attemptAll(started.loaded, refuse, ({ source, version, worker, open }) => {
      return { source, version, worker, ...open(pool) };
    });
    for (const { source, check } of opened) await check().catch((error: unknown) => refuse(source, error));
    const sound = opened.filter(({ source }) => !refused.has(source.key));
    if (sound.length === 0) throw last;
    const versions = [...new Set(sound.map(({ version }) => version))].join(", ");
    logger.info("models loaded", { models: versions, graphs: workersOf(sound).length, provider, sessions: pool.size });
    const claimed = new Set(sources.flatMap(({ source }) => source.claims));
    return {
      models: sound.map(({ model, source }) => {
        return source.claims.length === 0 ? withoutDetectors(model, claimed) : model;
      }),
      refused,
      pairReaders: sound.flatMap(({ reader }) => reader ?? []),
      provider,
      sessions: pool.size,
      health: createPoolHealth(pool),
      stop: async () => pool.stop(),
    };
  } catch (error) {
    await pool.stop();
    throw error;
  }
}

type Refuse = (source: ModelSource, error: unknown) => void;

/** What can be made of each; those of which it cannot are refused. */
async function attemptAll<T extends { readonly source: ModelSource }, R>(
  items: readonly T[],
  refuse: Refuse,
  make: (item: T) => R | Promise<R>,
): Promise<readonly R[]> {
  const made = await Promise.all(
    items.map(async (item) => {
      try {
        return [await make(item)];
      } catch (error) {
        refuse(item.source, error);
        return [];
      }
    }),
  );
  return made.flat();
}

interface Started {
  readonly pool: SessionPool;
  readonly provider: string;
  readonly loaded: readonly Loaded[];
}

/** Starts the sessions; again without a model that turns out to be another than its package says. */
async function startAll(
  loaded: readonly Loaded[],
  { providers = ["cpu"], sessions = defaultSessions(), threads = 1, logger = silentLogger }: ModelPackOptions,
  refuse: Refuse,
): Promise<Started | null> {
  let left = loaded;
  while (left.length > 0) {
    const started: InferenceSession[] = [];
    const models = workersOf(left);
    try {
      // One after the other: what the first takes of the disk the others find in memory.
      for (let session = 0; session < sessions; session += 1) {
        const wanted = started[0] === undefined ? providers : [started[0].provider];
        started.push(await startSession({ models, threads, providers: wanted }, logger));
      }
      const provider = started[0]?.provider ?? "";
      return {
        pool: new SessionPool(started, provider === "cpu" ? cpuLimits : acceleratorLimits),
        provider,
        loaded: left,
      };
    } catch (error) {
      await Promise.all(started.map(async (session) => session.stop()));
      const unfit = left.filter(({ worker }) => error instanceof ModelRefused && worker.name === error.model);
      if (unfit.length === 0) throw error;
      for (const { source } of unfit) refuse(source, error);
      left = left.filter((one) => !unfit.includes(one));
    }
  }
  return null;
}

function defaultSessions(): number {
  return Math.min(availableParallelism(), 2);
}

/** Weights that are asked two questions are loaded once. */
function workersOf(models: readonly Pick<Loaded, "worker">[]): readonly WorkerModel[] {
  return [...new Map(models.map(({ worker }) => [worker.name, worker])).values()];
}
