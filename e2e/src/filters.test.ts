import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { encodeTraceRequestJson } from "@parapet/span";
import { fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { readFixtureRequests } from "./fixture-requests.ts";
import { createPlantedBatch, injection } from "./planted-spans.ts";
import { oddSpan } from "./poison.ts";
import { temporaryFolder } from "./start-all-in-one.ts";
import { startCommand } from "./start-service.ts";

interface Filtered {
  readonly code: number | null;
  /** Every line of stdout, parsed: one that is not JSON fails the test. */
  readonly answers: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/** Runs `parapet` as a filter. */
async function filter(args: readonly string[], input: string | Uint8Array): Promise<Filtered> {
  const command = startCommand(args, {}, input);
  const { code } = await command.ended;
  const lines = command.stdout().split("\n");
  expect(lines.pop(), "the last line ends with a line feed").toBe("");
  const answers = lines.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
  return { code, answers, stderr: command.stderr() };
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");
}

describe("parapet scan", () => {
  test("answers in order, with findings, scores and a decision", async () => {
    const ordinary = Array.from({ length: 70 }, (_, id) => ({ id, text: `Where is parcel ${id}?` }));
    const questions = [
      ...ordinary,
      { id: "bad", text: injection },
      { id: "pii", text: "She uses eve@example.com", direction: "output" },
    ];
    const { code, answers } = await filter(["scan"], lines(questions));
    expect(code).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual(questions.map(({ id }) => id));
    const [bad, pii] = answers.slice(-2);
    expect(bad).toMatchObject({ findings: [{ category: "injection" }], scores: { toxicity: expect.any(Number) } });
    expect(z.object({ scores: z.object({ injection: z.number() }) }).parse(bad).scores.injection).toBeGreaterThan(0.7);
    expect(pii).toMatchObject({
      findings: [{ category: "pii", entity: "EMAIL_ADDRESS", score: 1, start: 9, end: 24 }],
    });
    for (const answer of answers) expect(Object.keys(answer).sort()).toEqual(["decision", "findings", "id", "scores"]);
    expect(answers[0]).toMatchObject({ findings: [], decision: "allow" });
  });

  test.each([
    [[], 13],
    [["--offsets", "codepoint"], 11],
  ])("offsets with %j begin at %i", async (args, start) => {
    const text = "Mail 👋🏽 to eve@example.com";
    const { answers } = await filter(["scan", "--detectors", "pii", ...args], lines([{ id: 1, text }]));
    expect(answers).toEqual([
      {
        id: 1,
        findings: [{ category: "pii", entity: "EMAIL_ADDRESS", score: 1, start, end: start + 15 }],
        scores: {},
        decision: expect.any(String),
      },
    ]);
  });

  test("a bad line is answered with its error, the others are served, and the exit code is 1", async () => {
    const secret = "eve@example.com";
    const { code, answers, stderr } = await filter(
      ["scan", "--detectors", "pii"],
      lines([
        { id: 1, text: "one" },
        `{"text":"${secret}`,
        { id: 3, text: 3 },
        { text: secret },
        { id: 5, text: "five" },
      ]),
    );
    expect(code).toBe(1);
    const error = expect.any(String);
    expect(answers).toMatchObject([
      { id: 1, findings: [] },
      { id: null, error },
      { id: 3, error },
      { id: null, error },
      { id: 5, findings: [] },
    ]);
    expect(JSON.stringify(answers) + stderr).not.toContain(secret);
  });

  test("an unknown detector is named, and nothing is answered", async () => {
    const { code, answers, stderr } = await filter(
      ["scan", "--detectors", "pii,weather"],
      lines([{ id: 1, text: "x" }]),
    );
    expect([code, answers]).toEqual([1, []]);
    expect(stderr).toContain("weather");
  });
});

const fixtures = fixturesFolder();

describe("parapet normalize", () => {
  const request = encodeTraceRequestJson([
    oddSpan("00f067aa0ba902b7", { attributes: new Map([["gen_ai.request.model", "gpt-4o"]]) }),
    oddSpan("00f067aa0ba902b8", { name: "second" }),
  ]);

  test("a request a line", async () => {
    const { code, answers } = await filter(["normalize", "--tenant", "acme"], lines([request, request]));
    expect(code).toBe(0);
    expect(answers.map(({ span_id }) => span_id)).toEqual([
      "00f067aa0ba902b7",
      "00f067aa0ba902b8",
      "00f067aa0ba902b7",
      "00f067aa0ba902b8",
    ]);
    expect(answers[0]).toMatchObject({ tenant: "acme", operation: "chat", request_model: "gpt-4o" });
  });

  test("one request laid out over many lines, from a file", async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, "request.json");
    writeFileSync(file, JSON.stringify(JSON.parse(request), null, 2));
    const { code, answers } = await filter(["normalize", file], "");
    folder.remove();
    expect([code, answers.length]).toEqual([0, 2]);
  });

  test("protobuf", async () => {
    const { spans } = createPlantedBatch(2);
    const { code, answers } = await filter(
      ["normalize", "--format", "otlp_proto"],
      ProtobufTraceSerializer.serializeRequest([...spans]) ?? "",
    );
    expect(code).toBe(0);
    expect(answers.map(({ span_id }) => span_id)).toEqual(spans.map((span) => span.spanContext().spanId));
    expect(answers[0]).toMatchObject({
      provider: "openai",
      input_tokens: 1_000,
      cost_usd: "0.0035",
      service_name: "planted",
    });
  });

  test("what cannot be read is named on stderr, the rest is served, and the exit code is 1", async () => {
    const { code, answers, stderr } = await filter(
      ["normalize"],
      lines([request, '{"resourceLogs":[]}', "not JSON", request]),
    );
    expect([code, answers.length]).toEqual([1, 4]);
    expect(stderr).toContain("line 2: other_signal");
    expect(stderr).toContain("line 3: undecodable_json");
  });

  test.skipIf(fixtures === null)(
    suiteName("every request of a dozen real SDKs gives its spans", fixtures === null ? "no fixtures" : null),
    async () => {
      const requests = readFixtureRequests(fixtures ?? "");
      const { code, answers } = await filter(["normalize"], lines(requests.map(({ body }) => body)));
      expect([code, answers.length]).toEqual([0, requests.reduce((sum, { spanCount }) => sum + spanCount, 0)]);
    },
  );
});
