import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { jsonLines, runCommand } from "../testing/run-command.ts";
import { importLangfuseCommand } from "./import-langfuse.ts";
import { normalizeCommand } from "./normalize.ts";
import { priceCommand } from "./price.ts";

const root = join(import.meta.dirname, "../../../..");
const exampleAt = (name: string): string => join(root, "docs/examples", name);
const readme = readFileSync(join(root, "README.md"), "utf8");

/** Lines that the README shows as answers, parsed. */
const shown: readonly unknown[] = readme
  .split("\n")
  .filter((line) => line.startsWith("# [") || line.startsWith('# {"id":"unknown"'))
  .map((line) => JSON.parse(line.slice(2)));

describe("the examples of the README", () => {
  it("count a call once that three tell of, and say why it costs what it does", async () => {
    const { stdout } = await runCommand(normalizeCommand, { args: [exampleAt("one-call.json"), "--explain"] });
    const rows = jsonLines(stdout);
    const told = rows.map((row) =>
      ["name", "input_uncached_tokens", "cache_read_tokens", "spend_role", "cost_usd"].map((key) => row[key]),
    );
    expect(shown).toEqual(expect.arrayContaining(told));
    expect(rows[0]?.["explain"]).toMatchObject({ cost_usd: shown[3] });
    expect(rows.slice(1).map(({ explain }) => explain)).not.toContainEqual(
      expect.objectContaining({ cost_usd: expect.anything() }),
    );
  });

  it("price a body of usage to the same amount, and say of an unknown model that it is one", async () => {
    const { stdout } = await runCommand(priceCommand, { stdin: [readFileSync(exampleAt("usage.jsonl"))] });
    const [cached, beside, unknown] = jsonLines(stdout);
    expect(cached).toMatchObject({ cost_usd: "0.00468", buckets: { input_uncached_tokens: 264 } });
    expect(beside).toMatchObject({ buckets: { input_tokens: 130_213, input_uncached_tokens: 5 } });
    expect(shown).toContainEqual(unknown);
  });

  it("price a model of one's own by its file", async () => {
    const question = { provider: "vllm", model: "acme/support-llama-8b", usage: { prompt_tokens: 1_000_000 } };
    const stdin = [JSON.stringify({ id: 1, ...question })];
    const { stdout } = await runCommand(priceCommand, { args: ["--prices", exampleAt("prices.yaml")], stdin });
    expect(jsonLines(stdout)).toMatchObject([{ price: { version: "2026-11", source: "own-hardware" } }]);
  });

  it("read a Langfuse export into the same columns", async () => {
    const { stdout, stderr } = await runCommand(importLangfuseCommand, { args: [exampleAt("langfuse-trace.json")] });
    expect(stderr).toBe("");
    expect(jsonLines(stdout)).toContainEqual(
      expect.objectContaining({
        request_model: "gpt-4o",
        input_uncached_tokens: 264,
        cache_read_tokens: 1_536,
        ttft_ms: 412,
        cost_usd: "0.00468",
        reported_cost_usd: 0.00468,
      }),
    );
  });
});
