import { readHubExport } from "./hub-export.ts";
import type { HubModelOptions } from "./hub-model-options.ts";
import { createHubModel, hubModelInputs, hubModelOutputs } from "./hub-model.ts";
import type { ModelSource } from "./model-source.ts";
import { checkAnswers } from "./self-check.ts";

/** A folder with weights from elsewhere; what it detects nobody else does. */
export function hubSource(options: HubModelOptions): ModelSource {
  return {
    folder: options.folder,
    key: options.detector,
    claims: [options.detector],
    load: async () => {
      const files = await readHubExport(options);
      const { version, weightsName, modelPath } = files;
      return {
        version,
        worker: { name: weightsName, path: modelPath, inputs: hubModelInputs, outputs: hubModelOutputs },
        open: (pool) => {
          const model = createHubModel(files, pool);
          return { model, check: async () => checkAnswers(model, version) };
        },
      };
    },
  };
}
