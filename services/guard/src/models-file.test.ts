import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { modelOptions } from "./model-settings.ts";
import { parseModelsFile } from "./models-file.ts";

const guard = { folder: "guard", detector: "injection", category: "injection", labels: ["INJECTION"], threshold: 0.9 };
const facts = {
  folder: "facts",
  detector: "hallucination",
  category: "hallucination",
  task: "tokens",
  labels: ["LABEL_1"],
  threshold: 0.5,
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parapet-models-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function optionsOf(content: string) {
  const path = join(folder, "models.yaml");
  writeFileSync(path, content);
  return modelOptions({ PARAPET_MODELS_FILE: path });
}

describe("the file of weights from elsewhere", () => {
  it("names models, whose folders are relative to it", () => {
    const { hubModels } = optionsOf(JSON.stringify({ models: [guard, { ...facts, folder: "/weights/facts" }] }));
    expect(hubModels).toEqual([
      { ...guard, folder: join(folder, "guard"), task: "sequence" },
      { ...facts, folder: "/weights/facts" },
    ]);
  });

  it("is not needed", () => {
    expect(modelOptions({})).toEqual({ providers: ["cpu"] });
  });

  it("can be the example", () => {
    const example = readFileSync(join(import.meta.dirname, "../../../docs/examples/models.yaml"), "utf8");
    expect(optionsOf(example).hubModels?.map(({ detector, task }) => [detector, task])).toEqual([
      ["injection", "sequence"],
      ["toxicity", "sequence"],
      ["hallucination", "tokens"],
    ]);
  });

  it("that cannot be used is told of with the setting and every problem", () => {
    const wrong = {
      models: [
        { ...guard, threshold: 2 },
        { ...facts, sha256: "abc" },
      ],
    };
    expect(() => optionsOf(JSON.stringify(wrong))).toThrow(
      /PARAPET_MODELS_FILE: .*models\.yaml cannot be used:\n {2}models\.0\.threshold: .*\n {2}models\.1\.sha256: /,
    );
    expect(() => modelOptions({ PARAPET_MODELS_FILE: join(folder, "absent.yaml") })).toThrow("cannot be read");
  });

  it.each<[string, unknown, string]>([
    ["nothing", null, "Invalid input"],
    ["no models", { models: [] }, "models: "],
    ["a field that nobody knows", { models: [{ ...guard, treshold: 0.5 }] }, 'models.0: Unrecognized key: "treshold"'],
    ["a field beside the models", { models: [guard], model: 1 }, 'Unrecognized key: "model"'],
    ["no labels", { models: [{ ...guard, labels: [] }] }, "models.0.labels: "],
    ["a category of another kind", { models: [{ ...guard, category: "pii" }] }, "models.0.category: "],
    [
      "a name in capitals",
      { models: [{ ...guard, detector: "Injection" }] },
      "models.0.detector: a detector is written",
    ],
    ["a threshold of one", { models: [{ ...guard, threshold: 1 }] }, "models.0.threshold: "],
    ["too short an input", { models: [{ ...guard, maxTokens: 8 }] }, "models.0.maxTokens: "],
    ["half a calibration", { models: [{ ...guard, calibration: { slope: 1 } }] }, "models.0.calibration.intercept: "],
    ["tokens of a text alone", { models: [{ ...guard, task: "tokens" }] }, "models.0.task: what finds hallucination"],
    [
      "an answer without tokens",
      { models: [{ ...facts, task: "sequence" }] },
      "models.0.task: what finds hallucination",
    ],
    ["a detector twice", { models: [guard, facts, guard] }, "models.2.detector: injection is named twice"],
    [
      "the detector of secrets",
      { models: [{ ...guard, detector: "secrets" }] },
      "models.0.detector: secrets looks for",
    ],
    [
      "a category's name for another",
      { models: [{ ...guard, detector: "toxicity" }] },
      "models.0.detector: toxicity cannot be of category injection",
    ],
  ])("with %s is told of with the path", (_, value, problem) => {
    const parsed = parseModelsFile(value);
    expect(parsed.kind === "invalid" ? parsed.problems : []).toEqual([expect.stringContaining(problem)]);
  });
});
