import { dirname, resolve } from "node:path";

import { categories } from "@parapet/detection";
import { hubModelOptions, type HubModelOptions } from "@parapet/onnx";
import { loadYaml, type ParsedFile } from "@parapet/runtime";
import { sensitiveDetectors } from "@parapet/sensitive";
import { z } from "zod";

const modelsFile = z.strictObject({ models: z.array(hubModelOptions).min(1) });

/**
 * Weights from elsewhere that a YAML file names; folders are relative to the file.
 *
 * @throws ConfigError with every problem of the file. Whether the folders hold what it says is seen when they are loaded.
 */
export function loadModelsFile(path: string): readonly HubModelOptions[] {
  const models = loadYaml({ setting: "PARAPET_MODELS_FILE", path, read: parseModelsFile });
  return models.map((model) => ({ ...model, folder: resolve(dirname(path), model.folder) }));
}

/** Each problem begins with its path: `models.0.labels: …`. */
export function parseModelsFile(value: unknown): ParsedFile<readonly HubModelOptions[]> {
  const parsed = modelsFile.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      [path.join("."), message].filter(Boolean).join(": "),
    );
    return { kind: "invalid", problems };
  }
  const { models } = parsed.data;
  const problems = nameProblems(models);
  return problems.length === 0 ? { kind: "ok", policy: models } : { kind: "invalid", problems };
}

/** A name is one detector's, not one of those that look for what is sensitive, and where it is a category's, that one's. */
function nameProblems(models: readonly HubModelOptions[]): readonly string[] {
  const taken: readonly string[] = sensitiveDetectors;
  const named: readonly string[] = categories;
  return models.flatMap(({ detector: name, category }, index) => {
    const path = `models.${index}.detector`;
    if (taken.includes(name)) return [`${path}: ${name} looks for what is sensitive; choose another name`];
    if (named.includes(name) && name !== category) return [`${path}: ${name} cannot be of category ${category}`];
    return models.findIndex(({ detector }) => detector === name) < index ? [`${path}: ${name} is named twice`] : [];
  });
}
