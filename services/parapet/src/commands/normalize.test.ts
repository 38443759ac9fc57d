import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createOtlpSpan, encodeTraceRequest, encodeTraceRequestJson, type OtlpSpan } from "@parapet/span";
import { afterAll, describe, expect, it } from "vitest";

import { jsonLines, runCommand, type CommandInput } from "../testing/run-command.ts";
import { normalizeCommand } from "./normalize.ts";

const normalize = (input: CommandInput) => runCommand(normalizeCommand, input);

function call(spanId: string, overrides: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    name: "chat gpt-4o",
    startTimeUnixNano: 1_700_000_000_000_000_000n,
    endTimeUnixNano: 1_700_000_001_000_000_000n,
    attributes: new Map<string, string | bigint>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", "gpt-4o"],
      ["gen_ai.usage.input_tokens", 1_000n],
      ["gen_ai.usage.output_tokens", 100n],
      ["gen_ai.input.messages", '[{"role":"user","parts":[{"type":"text","content":"How long do eggs keep?"}]}]'],
    ]),
    ...overrides,
  });
}

const [a, b] = ["00f067aa0ba902b7", "00f067aa0ba902b8"];
const requestOf = (...spans: readonly OtlpSpan[]): string => encodeTraceRequestJson(spans);
const spanIds = (stdout: string): unknown[] => jsonLines(stdout).map((row) => row["span_id"]);

describe("normalize", () => {
  it("prints one row a span, with the columns of `spans`, its cost and its features", async () => {
    const { stdout, stderr, exitCode } = await normalize({ stdin: [`${requestOf(call(a), call(b))}\n`] });
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(spanIds(stdout)).toEqual([a, b]);
    expect(jsonLines(stdout)[0]).toMatchObject({
      tenant: "default",
      operation: "chat",
      provider: "openai",
      request_model: "gpt-4o",
      input_words: 5,
    });
    expect(Number(jsonLines(stdout)[0]?.["cost_usd"])).toBeGreaterThan(0);
  });

  it.each([
    ["requests on lines", `${requestOf(call(a))}\n\n${requestOf(call(b))}\n`],
    ["a request over many lines", JSON.stringify(JSON.parse(requestOf(call(a), call(b))), null, 2)],
    ["a list of requests", `[${requestOf(call(a))},\n${requestOf(call(b))}]`],
  ])("reads %s", async (_, text) => {
    const { stdout, exitCode } = await normalize({ stdin: [text] });
    expect(spanIds(stdout)).toEqual([a, b]);
    expect(exitCode).toBe(0);
  });

  it("reads protobuf, also of requests that are joined", async () => {
    const stdin = [encodeTraceRequest([call(a)]), encodeTraceRequest([call(b)])];
    const { stdout } = await normalize({ args: ["--format", "otlp_proto", "--tenant", "acme"], stdin });
    expect(spanIds(stdout)).toEqual([a, b]);
    expect(jsonLines(stdout)[0]).toMatchObject({ tenant: "acme" });
  });

  it("explains beside each row what its columns came from, when asked", async () => {
    const { stdout } = await normalize({ args: ["--explain"], stdin: [`${requestOf(call(a))}\n`] });
    const { explain, ...row } = jsonLines(stdout)[0] ?? {};
    expect(row).toMatchObject({ operation: "chat", total_tokens: 1_100 });
    expect(explain).toMatchObject({
      operation: ["gen_ai.operation.name"],
      total_tokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"],
      cost_usd: expect.arrayContaining(["gen_ai.request.model", "gen_ai.usage.input_tokens"]),
      input_words: ["gen_ai.input.messages"],
    });
    const plain = await normalize({ stdin: [`${requestOf(call(a))}\n`] });
    expect(jsonLines(plain.stdout)).toEqual([row]);
  });

  it("explains a cost by the model too, where the one that answered hides the one that was asked for", async () => {
    const answered = new Map([...call(a).attributes, ["gen_ai.response.model", "gpt-4o-2024-08-06"]]);
    const { stdout } = await normalize({
      args: ["--explain"],
      stdin: [requestOf(call(a, { attributes: answered }))],
    });
    expect(jsonLines(stdout)[0]?.["explain"]).toMatchObject({
      cost_usd: expect.arrayContaining([expect.stringMatching(/^gen_ai\.\w+\.model$/), "gen_ai.usage.output_tokens"]),
    });
  });

  it("explains no content that it does not read", async () => {
    await expect(normalize({ args: ["--explain", "--no-content"] })).rejects.toMatchObject({
      code: "commander.conflictingOption",
    });
  });

  it("explains no column that other spans of the request decide", async () => {
    const inner = call(b, { parentSpanId: a });
    const { stdout } = await normalize({ args: ["--explain"], stdin: [requestOf(call(a), inner)] });
    const [carrier, other] = jsonLines(stdout).toSorted((one) => (one["spend_role"] === "spend" ? -1 : 1));
    expect(carrier).toMatchObject({ spend_role: "spend", explain: { spend_role: ["gen_ai.operation.name"] } });
    expect(other).toMatchObject({ spend_role: "duplicate", cost_usd: null });
    expect(Object.keys(other?.["explain"] ?? {})).toContain("input_tokens");
    expect(Object.keys(other?.["explain"] ?? {})).not.toEqual(expect.arrayContaining(["cost_usd"]));
    expect(Object.keys(other?.["explain"] ?? {})).not.toEqual(expect.arrayContaining(["spend_role"]));
  });

  it("says on stderr what it cannot read, goes on, and ends with 1", async () => {
    const bad = `${requestOf(call(a))}\nnonsense\n{"resourceLogs":[]}\n${requestOf(call("0000000000000000"), call(b))}\n`;
    const { stdout, stderr, exitCode } = await normalize({ stdin: [bad] });
    expect(spanIds(stdout)).toEqual([a, b]);
    expect(stderr.trim().split("\n")).toEqual([
      "line 2: undecodable_json",
      "line 3: other_signal",
      "line 4, span 0: invalid_span_id",
    ]);
    expect(exitCode).toBe(1);
  });

  it("reads the GenAI events among log records", async () => {
    const event = {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: a,
      eventName: "gen_ai.client.inference.operation.details",
      attributes: { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 7 },
    };
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: "GET /" }, event] }] }] };
    const { stdout, stderr } = await normalize({ stdin: [JSON.stringify(logs)] });
    expect(stderr).toBe("");
    expect(jsonLines(stdout)).toMatchObject([
      { span_id: a, name: "gen_ai.events", operation: "chat", input_tokens: 7 },
    ]);
  });

  it("flags a span whose text is no UTF-8", async () => {
    const bytes = Buffer.from(requestOf(call(a)));
    bytes[bytes.indexOf("eggs")] = 0xff;
    const { stdout } = await normalize({ stdin: [bytes] });
    expect(stdout).toContain("invalid_utf8");
  });

  it.each([
    ["nothing", []],
    ["an empty object", ["{}\n"]],
    ["a request without spans", ['{"resourceSpans":[]}']],
  ])("takes %s for no spans", async (_, stdin) => {
    expect(await normalize({ stdin })).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  });

  it("ends with 1 for bytes that are no protobuf", async () => {
    const run = await normalize({ args: ["--format", "otlp_proto"], stdin: ["hello"] });
    expect(run).toMatchObject({ stdout: "", exitCode: 1, stderr: expect.stringMatching(/^the request: /) });
  });

  it("hashes prompts under the key alone", async () => {
    const hashOf = async (env: Record<string, string>): Promise<unknown> =>
      jsonLines((await normalize({ stdin: [requestOf(call(a))], env })).stdout)[0]?.["prompt_hash"];
    expect(await hashOf({})).toBe("");
    const [one, other] = [
      await hashOf({ PARAPET_HASH_KEY: "a key of 16 chars" }),
      await hashOf({ PARAPET_HASH_KEY: "another key of 16" }),
    ];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(other).not.toBe(one);
  });

  describe("from a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "parapet-normalize-"));
    afterAll(() => rmSync(folder, { recursive: true }));

    it("reads it", async () => {
      const file = join(folder, "traces.json");
      writeFileSync(file, requestOf(call(a)));
      expect(spanIds((await normalize({ args: [file] })).stdout)).toEqual([a]);
    });

    it("fails when there is none", async () => {
      await expect(normalize({ args: [join(folder, "absent.json")] })).rejects.toMatchObject({ code: "ENOENT" });
    });
  });
});
