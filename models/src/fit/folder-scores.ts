import { openModelPack, type ModelInput } from "@parapet/onnx";

import { scoreAll } from "./score-all.ts";

/** The scores that the model of a folder gives, by detector. */
export async function folderScores(
  folder: string,
  inputs: readonly ModelInput[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  const pack = await openModelPack({ folders: [folder] });
  try {
    const [model] = pack.models;
    return model === undefined ? [] : await scoreAll(model, inputs);
  } finally {
    await pack.stop();
  }
}
