import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  createTextClassifier,
  openModelPack,
  type HubModelOptions,
  type MissingDetector,
  type TextClassifier,
} from "@parapet/onnx";
import type { HealthCheck, Logger } from "@parapet/runtime";

export interface ModelOptions {
  /** Folder with the models; the one that ships when absent. */
  readonly folder?: string;
  /** Weights from elsewhere: each takes the place of the detector of its name, or comes beside the others. */
  readonly hubModels?: readonly HubModelOptions[];
  /** Execution providers of ONNX Runtime in order of preference; the first that loads is used. */
  readonly providers: readonly string[];
  /** Sessions that run at the same time; as many as there are cores, two at most, without it. */
  readonly sessions?: number;
  readonly log: Logger;
}

export interface Models {
  readonly classifier: TextClassifier;
  /** Those of its detectors that have no model, and why. */
  readonly missing: readonly MissingDetector[];
  /** The execution provider in use. */
  readonly provider: () => string;
  /** Fails when they answer nobody any more, until the process is started again. */
  readonly health: HealthCheck;
  readonly stop: () => Promise<void>;
}

/** Texts that are worked on at a time for each session: enough that short ones fill a message. */
const LANES = 8;

const shippedModels = fileURLToPath(new URL("../../../models/", import.meta.url));
/** The models of the guard, and what each is asked: so that a question is told of whose model is missing. */
const PACK = {
  "guard-text": ["injection", "toxicity"],
  "guard-faithfulness": ["hallucination"],
} as const;

/** Gives the drift vector, whoever answers its questions. */
const EMBEDDER: PackName = "guard-text";

type PackName = keyof typeof PACK;
type PackDetector = (typeof PACK)[PackName][number];

/** A model of the pack that is needed, with what it is asked. */
interface PackModel {
  readonly folder: string;
  readonly detectors: readonly PackDetector[];
}

/**
 * Loads and verifies the models of the guard; where one is missing or unsound, the others serve. A detector whose own
 * weights are refused is missing: the one that ships is not what was asked for.
 */
export async function loadModels(options: ModelOptions): Promise<Models> {
  const { folder = shippedModels, hubModels = [], log, ...running } = options;
  const shipped = neededOf(folder, hubModels);
  const folders = shipped.map((model) => model.folder);
  const pack = await openModelPack({ folders, hubModels, logger: log, ...running });
  const missing = [
    ...shipped.flatMap((model) => missingOf(model, pack.refused)),
    ...hubModels.flatMap((model) => missingHub(model, pack.refused)),
  ];
  const onFailure = (detectors: readonly string[], code: string): void =>
    log.error("a model failed", { code, detectors: detectors.join(",") });
  return {
    classifier: createTextClassifier({ models: pack.models, missing, lanes: LANES * pack.sessions, onFailure }),
    missing,
    provider: () => pack.provider,
    health: pack.health,
    stop: pack.stop,
  };
}

/** The models of the pack without those of whose questions none is left. */
function neededOf(folder: string, hubModels: readonly HubModelOptions[]): readonly PackModel[] {
  const replaced: ReadonlySet<string> = new Set(hubModels.map(({ detector }) => detector));
  const names = Object.keys(PACK).filter((name): name is PackName => name in PACK);
  return names.flatMap((name) => {
    const detectors = PACK[name].filter((detector) => !replaced.has(detector));
    return detectors.length === 0 && name !== EMBEDDER ? [] : [{ folder: join(folder, name), detectors }];
  });
}

/** Every detector of the pack is named as the category of what it finds. */
function missingOf({ folder, detectors }: PackModel, refused: ReadonlyMap<string, string>): readonly MissingDetector[] {
  const reason = refused.get(folder);
  if (reason === undefined) return [];
  return detectors.map((name) => ({ name, category: name, version: "", defaultThreshold: 1, reason }));
}

function missingHub(
  { detector: name, category, threshold }: HubModelOptions,
  refused: ReadonlyMap<string, string>,
): readonly MissingDetector[] {
  const reason = refused.get(name);
  return reason === undefined ? [] : [{ name, category, version: "", defaultThreshold: threshold, reason }];
}
