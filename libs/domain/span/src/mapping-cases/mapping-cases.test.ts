import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { decodeTraceRequestJson } from "../otlp/decode-trace-request-json.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { checkMappingCase } from "./check-mapping-case.ts";
import { mappingCases } from "./mapping-cases.ts";
import type { CorpusCase } from "./mapping-case.ts";

const folder = fixturesFolder();
const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 1) };

function readCorpus(from: string): readonly CorpusCase[] {
  const { cases }: { readonly cases: readonly CorpusCase[] } = JSON.parse(
    readFileSync(join(from, "spans", "langfuse-mapping-cases.json"), "utf8"),
  );
  return cases;
}

function rowsOf({ calls }: CorpusCase): readonly LlmSpan[] {
  return calls.flatMap((call) => {
    const decoded = decodeTraceRequestJson(call);
    if (decoded.kind !== "ok") throw new Error(`a dead letter: ${decoded.reason}`);
    return decoded.value.spans.map((span) => normaliseSpan(span, context));
  });
}

describe.skipIf(folder === null)(suiteName("the mapping cases of the corpus", fixturesAvailability()), () => {
  const corpus = folder === null ? [] : readCorpus(folder);

  test("each has an expectation, and at least 400 of the 459 asserted values are used", () => {
    expect(mappingCases.map(({ at }) => at)).toEqual([...corpus.keys()]);
    const uses = mappingCases.flatMap((each) => each.uses);
    const leftOut = uses.filter((use) => typeof use === "object");
    const used = uses.length - leftOut.length;
    process.stdout.write(`asserted values: ${uses.length}, used: ${used}, left out: ${leftOut.length}\n`);
    expect(uses).toHaveLength(459);
    expect(used).toBeGreaterThanOrEqual(400);
  });

  test.each(mappingCases.map((each) => [`${each.at} ${each.name}`, each] as const))("%s", (_, expected) => {
    const found = corpus[expected.at];
    expect(found === undefined ? ["the corpus lacks it"] : checkMappingCase(expected, found, rowsOf(found))).toEqual(
      [],
    );
  });
});
