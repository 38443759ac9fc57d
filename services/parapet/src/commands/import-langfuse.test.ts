import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { decodeTraceRequestJson } from "@parapet/span";
import { afterAll, describe, expect, it } from "vitest";

import { jsonLines, runCommand, type CommandInput } from "../testing/run-command.ts";
import { importLangfuseCommand } from "./import-langfuse.ts";
import { normalizeCommand } from "./normalize.ts";

const importLangfuse = (input: CommandInput) => runCommand(importLangfuseCommand, input);

const folder = mkdtempSync(join(tmpdir(), "parapet-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const traceOf = (id: string) => ({
  trace: { id: "1b72c51fabed12ae7df83bfd4a09f545", name: "chat", userId: "u-1", timestamp: "2026-01-01T00:00:00Z" },
  observations: [
    {
      id,
      traceId: "1b72c51fabed12ae7df83bfd4a09f545",
      type: "GENERATION",
      name: "answer",
      model: "gpt-4o",
      startTime: "2026-01-01T00:00:00.000Z",
      endTime: "2026-01-01T00:00:01.000Z",
      input: [{ role: "user", content: "How long do eggs keep?" }],
      usageDetails: { input: 1000, output: 100, total: 1100 },
      costDetails: { total: 0.25 },
      metadata: { attributes: { "gen_ai.system": "openai" } },
    },
  ],
});

const [a, b] = ["83517f9062f5ada4", "95f4f51edeb603d9"];
const [one, two] = [JSON.stringify(traceOf(a)), JSON.stringify(traceOf(b))];
const spanIds = (stdout: string): unknown[] => jsonLines(stdout).map((row) => row["span_id"]);

describe("import langfuse", () => {
  it("prints one row an observation, with our cost beside Langfuse's", async () => {
    const { stdout, stderr, exitCode } = await importLangfuse({ stdin: [one], args: ["--tenant", "acme"] });
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(jsonLines(stdout)).toMatchObject([
      {
        tenant: "acme",
        dialect: "langfuse",
        user_id: "u-1",
        input_tokens: 1000,
        input_words: 5,
        reported_cost_usd: 0.25,
      },
    ]);
    expect(Number(jsonLines(stdout)[0]?.["cost_usd"])).toBeGreaterThan(0);
  });

  it.each([
    ["traces on lines", `${one}\n${two}\n`],
    ["a list of traces", `[${one},${two}]`],
    ["a page", JSON.stringify({ data: [traceOf(a), traceOf(b)] })],
    ["a trace over many lines", `${JSON.stringify(traceOf(a), null, 2)}\n${two}`],
  ])("reads %s", async (_, text) => {
    const { stdout, exitCode } = await importLangfuse({ stdin: [text] });
    expect([spanIds(stdout), exitCode]).toEqual([[a, b], 0]);
  });

  it("reads files one after the other", async () => {
    const args = [fileOf("a.json", one), fileOf("b.json", two)];
    const { stdout, exitCode } = await importLangfuse({ args });
    expect([spanIds(stdout), exitCode]).toEqual([[a, b], 0]);
  });

  it("names the file and the place of what it cannot read, and serves the rest", async () => {
    const page = JSON.stringify({ data: [{ id: "t", timestamp: "2026-01-01T00:00:00Z", observations: ["o"] }] });
    const args = [fileOf("broken.json", `no export\n${page}\n${two}`), fileOf("whole.json", one)];
    const { stdout, stderr, exitCode } = await importLangfuse({ args });
    expect(spanIds(stdout)).toEqual([b, a]);
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split("\n")).toEqual([
      `${args[0]}: line 1: undecodable_json`,
      `${args[0]}: line 2, data.0: trace_without_observations: export the trace itself, lists hold ids only`,
    ]);
  });

  it("never repeats what stands in an export that it cannot read", async () => {
    const { stderr } = await importLangfuse({ stdin: ['{"secret":"hunter2"}\nhunter2\n'] });
    expect(stderr).not.toContain("hunter2");
  });

  it("with --format otlp_json prints requests that give the same rows", async () => {
    const rows = await importLangfuse({ stdin: [one] });
    const requests = await importLangfuse({ stdin: [one], args: ["--format", "otlp_json"] });
    expect(decodeTraceRequestJson(requests.stdout)).toMatchObject({ kind: "ok", value: { rejected: [] } });
    const normalised = await runCommand(normalizeCommand, { stdin: [requests.stdout] });
    expect(jsonLines(normalised.stdout)).toEqual(jsonLines(rows.stdout));
  });

  it("fails on a file that is not there", async () => {
    await expect(importLangfuse({ args: [join(folder, "absent.json")] })).rejects.toThrow("ENOENT");
  });
});
