import { listSetting, loadConfig, type Environment } from "@parapet/runtime";

import { z } from "zod";

import type { ModelOptions } from "./load-models.ts";

const modelSettings = z.object({
  PARAPET_MODELS_FOLDER: z.string().describe("the folder with the encoder and the heads").optional(),
  PARAPET_ONNX_PROVIDERS: listSetting.default(["cpu"]),
});

/** Where the models lie and what runs them. */
export function modelOptions(env: Environment): Omit<ModelOptions, "log"> {
  const { PARAPET_MODELS_FOLDER: folder, PARAPET_ONNX_PROVIDERS: providers } = loadConfig(modelSettings, env);
  return folder === undefined ? { providers } : { folder, providers };
}
