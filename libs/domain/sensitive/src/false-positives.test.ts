import { suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { datasetsFolder, datasetTexts, packageTexts, projectTexts } from "./testing/corpora.ts";

const search = new SensitiveSearch();
/** Findings per 10,000 UTF-16 units, with default settings. */
const maxDensity = 0.5;

interface Density {
  readonly units: number;
  readonly density: number;
  readonly byEntity: Readonly<Record<string, number>>;
}

/**
 * How much is found of the entities that are not allowed. Allowed is what was read and is true: addresses that are
 * written out in a corpus. Entities and counts alone are told, never a text.
 */
function densityIn(texts: readonly string[], allowed: readonly string[] = []): Density {
  const byEntity: Record<string, number> = {};
  for (const text of texts) {
    for (const { entity = "" } of search.find(text)) {
      if (!allowed.includes(entity)) byEntity[entity] = (byEntity[entity] ?? 0) + 1;
    }
  }
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  const count = Object.values(byEntity).reduce((sum, of) => sum + of, 0);
  return { units, density: (count / units) * 10_000, byEntity };
}

function expectNearlyNothing(found: Density, leastUnits: number): void {
  expect(found.units).toBeGreaterThan(leastUnits);
  expect(found).toSatisfy(({ density }: Density) => density <= maxDensity);
}

describe("with default settings, nearly nothing is found", () => {
  it.each([
    ["our documents", "{*.md,docs/**/*.md,libs/*/*/README.md,services/*/README.md}"],
    ["our sources", "{libs,services,tools,models}/**/*.ts"],
    ["our settings, tables and styles", "{charts,proto,libs,services}/**/*.{yaml,proto,sql,css}"],
  ])("in %s", (_label, pattern) => {
    expectNearlyNothing(densityIn(projectTexts(pattern)), 50_000);
  });

  it.each(["zod", "vitest", "vite", "typescript", "kafkajs", "protobufjs"])(
    "in the code of %s",
    { timeout: 120_000 },
    (name) => {
      expectNearlyNothing(densityIn(packageTexts(name)), 100_000);
    },
  );

  const folder = datasetsFolder();
  const suite = suiteName("in prose", folder === null ? "no training data, set PARAPET_DATASETS" : null);

  describe.skipIf(folder === null)(suite, () => {
    /** All addresses in these are true ones: of senders, of editors who are not logged in, of servers in questions. */
    const addresses = ["EMAIL_ADDRESS", "IP_ADDRESS"];

    it.each([
      ["injection/benign_gpteacher_roleplay", []],
      ["injection/benign_gpteacher_codegen", addresses],
      ["injection/benign_mitre_frr", []],
      ["injection/bipia_indirect_train", addresses],
      ["injection/slabs", []],
      ["toxicity/civil_nottoxic_hardnegatives", []],
      ["toxicity/davidson_tweets", []],
      ["toxicity/wiki_talk_testset", addresses],
      ["hallucination/summedits_podcast", []],
      ["hallucination/wice_claim_dev_oracle", addresses],
      ["hallucination/begin_wow_test", []],
      ["hallucination/grounded_pairs_for_perturbation", []],
    ] as const)("of %s", (name, allowed) => {
      expectNearlyNothing(densityIn(datasetTexts(folder ?? "", name), allowed), 100_000);
    });
  });
});
