import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hubModelOptions, type HubModelOptions } from "@parapet/onnx";
import { defaultPolicy } from "@parapet/policy";
import { silentLogger } from "@parapet/runtime";
import { afterEach, describe, expect, it } from "vitest";

import { inspectTexts } from "./inspect-texts.ts";
import { loadModels, type Models } from "./load-models.ts";
import { SensitiveSearches } from "./sensitive-searches.ts";

const root = join(import.meta.dirname, "../../..");
const exports = join(root, "libs/adapters/onnx/testing/exports");

function toxicity(change: Partial<HubModelOptions> = {}): HubModelOptions {
  const own = { folder: join(exports, "tiny-wordpiece"), detector: "toxicity", category: "toxicity" };
  return hubModelOptions.parse({ ...own, labels: ["toxic"], threshold: 0.5, ...change });
}

function hallucination(): HubModelOptions {
  const own = { folder: join(exports, "tiny-byte-bpe"), detector: "hallucination", category: "hallucination" };
  return hubModelOptions.parse({ ...own, task: "tokens", labels: ["LABEL_1"], threshold: 0.5 });
}

let models: Models | undefined;
afterEach(async () => models?.stop());

async function load(hubModels: readonly HubModelOptions[], folder?: string): Promise<Models> {
  const shipped = folder === undefined ? {} : { folder };
  models = await loadModels({ providers: ["cpu"], sessions: 1, hubModels, log: silentLogger, ...shipped });
  return models;
}

async function inspect({ classifier }: Models, text: string) {
  const deps = {
    classifier,
    policy: defaultPolicy,
    sensitive: new SensitiveSearches(),
    operators: {},
    log: silentLogger,
  };
  const call = { signal: new AbortController().signal, priority: "inline" } as const;
  const [inspection] = await inspectTexts([{ text, direction: "input" }], call, deps);
  return inspection;
}

describe("weights from elsewhere in the guard", () => {
  it("take the place of the detector of their name; the model that ships keeps the others, and the drift vector", async () => {
    const { classifier, missing } = await load([toxicity()]);
    expect(classifier.detectors.map(({ name, version }) => [name, version.split(/[@-]/, 2).join("-")])).toEqual([
      ["injection", "guard-text"],
      ["hallucination", "guard-faithfulness"],
      ["toxicity", "tiny-wordpiece"],
    ]);
    expect([missing, classifier.embeddingVersion]).toEqual([[], expect.stringMatching(/^guard-text@/)]);
  });

  it("come beside those that ship under a name of their own", async () => {
    const { classifier } = await load([toxicity({ detector: "slurs" })]);
    const names = ["injection", "toxicity", "hallucination", "slurs"];
    expect(classifier.detectors.map(({ name }) => name)).toEqual(names);
  });

  it("spare the model that ships when all its questions are theirs", async () => {
    const folder = await mkdtemp(join(tmpdir(), "parapet-models-"));
    try {
      await cp(join(root, "models/guard-text"), join(folder, "guard-text"), { recursive: true });
      const { classifier, missing } = await load([hallucination()], folder);
      expect(missing).toEqual([]);
      expect(classifier.detectors.map(({ name }) => name)).toEqual(["injection", "toxicity", "hallucination"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("that are refused leave their detector without a model, and no other takes its place", async () => {
    const loaded = await load([toxicity({ labels: ["venomous"] })]);
    expect(loaded.missing).toEqual([expect.objectContaining({ name: "toxicity", reason: "model_unsupported" })]);
    const inspection = await inspect(loaded, "the scum");
    expect(inspection?.detections.find(({ detector }) => detector === "toxicity")).toMatchObject({
      status: "not_run",
      reason: "model_unsupported",
    });
  });

  it("find by their own threshold, whatever the policy says of the category", async () => {
    // A text without any of its words has a score of 0.018.
    const text = "a calm walk by the sea";
    const lax = await inspect(await load([toxicity({ threshold: 0.01 })]), text);
    await models?.stop();
    const strict = await inspect(await load([toxicity({ threshold: 0.02 })]), text);
    expect([lax?.findings.map(({ detector }) => detector), lax?.decision]).toEqual([["toxicity"], "deny"]);
    expect([strict?.findings, strict?.decision]).toEqual([[], "allow"]);
  });
});
