import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { createEncoder, createTextClassifier, loadHeads, type Encoder, type TextClassifier } from "@parapet/onnx";
import type { Logger } from "@parapet/runtime";

export interface ModelOptions {
  /** Folder with the encoder and `heads/`; the one that ships when absent. */
  readonly folder?: string;
  /** Execution providers of ONNX Runtime in order of preference; the first that loads is used. */
  readonly providers: readonly string[];
  readonly log: Logger;
}

export interface Models {
  readonly classifier: TextClassifier;
  /** The execution provider in use. */
  readonly provider: () => string;
  readonly stop: () => Promise<void>;
}

const shippedModels = fileURLToPath(new URL("../../../models/", import.meta.url));

/** Loads and verifies the encoder and the heads on it. */
export async function loadModels({ folder = shippedModels, providers, log }: ModelOptions): Promise<Models> {
  const encoder: Encoder = await createEncoder({
    modelFolder: join(folder, "minilm-l6-v2-int8"),
    providers,
    logger: log,
  });
  const heads = await loadHeads(join(folder, "heads"));
  return {
    classifier: createTextClassifier({ encoder, heads }),
    provider: encoder.provider,
    stop: encoder.stop,
  };
}
