import { ConfigError, isSet, ParapetError, type Environment, type Logger } from "@parapet/runtime";

import { loadModels, type Models } from "./load-models.ts";
import { modelOptions } from "./model-settings.ts";

/** Which setting is at fault, by the error that the models then give. */
const settingAtFault: Readonly<Record<string, string>> = {
  no_execution_provider: "PARAPET_ONNX_PROVIDERS",
  model_missing: "PARAPET_MODELS_FOLDER",
  model_corrupt: "PARAPET_MODELS_FOLDER",
  model_unsupported: "PARAPET_MODELS_FOLDER",
  model_unsound: "PARAPET_MODELS_FOLDER",
};

/**
 * Loads the models that the settings name, or those that ship.
 *
 * @throws ConfigError when it is a setting that keeps them from being loaded.
 */
export async function openModels(env: Environment, log: Logger): Promise<Models> {
  try {
    return await loadModels({ ...modelOptions(env), log });
  } catch (error) {
    const setting = error instanceof ParapetError ? settingAtFault[error.code] : undefined;
    if (!(error instanceof ParapetError) || setting === undefined || !isSet(setting, env)) throw error;
    throw new ConfigError(`${setting}: ${error.message}`, { cause: error });
  }
}
