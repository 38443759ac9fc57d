import { listSetting, loadConfig, type Environment } from "@parapet/runtime";

import { z } from "zod";

import type { ModelOptions } from "./load-models.ts";
import { loadModelsFile } from "./models-file.ts";

const modelSettings = z.object({
  PARAPET_MODELS_FOLDER: z.string().describe("the folder with the encoder and the heads").optional(),
  PARAPET_MODELS_FILE: z.string().describe("a YAML file: weights from elsewhere, and what they find").optional(),
  PARAPET_ONNX_PROVIDERS: listSetting.default(["cpu"]),
});

/**
 * Where the models lie and what runs them.
 *
 * @throws ConfigError with every problem of the settings, or of the file that they name.
 */
export function modelOptions(env: Environment): Omit<ModelOptions, "log"> {
  const settings = loadConfig(modelSettings, env);
  const { PARAPET_MODELS_FOLDER: folder, PARAPET_MODELS_FILE: file } = settings;
  return {
    providers: settings.PARAPET_ONNX_PROVIDERS,
    ...(folder === undefined ? {} : { folder }),
    ...(file === undefined ? {} : { hubModels: loadModelsFile(file) }),
  };
}
