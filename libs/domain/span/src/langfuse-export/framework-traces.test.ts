import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import type { ChatMessage, MessagePart } from "../messages/chat-message.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { readLangfuseExport } from "./read-langfuse-export.ts";

/** What this test reads of an export; the reader under test has other eyes. */
interface Observation {
  readonly id: string;
  readonly traceId: string;
  readonly parentObservationId: string | null;
  readonly type: string;
  readonly name: string;
  readonly level: string;
  readonly model: string | null;
  readonly startTime: string;
  readonly endTime: string | null;
  readonly environment: string;
  readonly usageDetails: Readonly<Record<string, number>>;
  readonly totalCost: number;
  readonly metadata: unknown;
}
interface Trace {
  readonly name: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly tags: readonly string[];
  readonly scores: readonly { readonly name: string; readonly value: number; readonly source: string }[];
}
interface View {
  readonly success: boolean;
  readonly data?: readonly ViewMessage[];
}
interface ViewMessage {
  readonly role?: string;
  readonly content?: unknown;
}
type Views = Readonly<Record<string, { readonly input?: View; readonly output?: View }>>;

const folder = fixturesFolder();
const traces = join(folder ?? "", "spans", "framework-traces");
const context = { tenant: "t", receivedAtMs: Date.UTC(2027, 0, 1) };
const names = folder === null ? [] : readdirSync(traces).filter((name) => name.endsWith(".trace.json"));

function readCase(name: string) {
  const text = readFileSync(join(traces, name), "utf8");
  const { trace, observations }: { trace: Trace; observations: readonly Observation[] } = JSON.parse(text);
  const views: Views = JSON.parse(readFileSync(join(traces, name.replace(".trace.", ".chatml.")), "utf8"));
  const { spans, problems } = readLangfuseExport(text);
  const rows = spans.map((span) => normaliseSpan(span, context));
  return { trace, observations, views, problems, rows };
}

/** Sums of all that is counted by kind, in the two ways that the corpus counts. */
function expectedUsage(details: Observation["usageDetails"]): Partial<LlmSpan> {
  const sumOf = (pattern: RegExp) => {
    const counts = Object.entries(details).filter(([kind]) => pattern.test(kind));
    return counts.length === 0 ? null : counts.reduce((sum, [, count]) => sum + count, 0);
  };
  return {
    input_tokens: sumOf(/^input/),
    output_tokens: sumOf(/^output/),
    cache_read_tokens: sumOf(/cache_read/),
    reasoning_tokens: sumOf(/reasoning/),
  };
}

function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

describe.skipIf(folder === null)(suiteName("traces that frameworks sent to Langfuse", fixturesAvailability()), () => {
  test("there are as many as there should be", () => {
    expect(names).toHaveLength(14);
  });

  test.each(names)("%s: every observation is a row with its model, usage, cost, times, level and parent", (name) => {
    const { observations, problems, rows } = readCase(name);
    expect(problems).toEqual([]);
    expect(rows.map(({ span_id: id }) => id)).toEqual(observations.map(({ id }) => id));
    for (const [at, observation] of observations.entries()) {
      const { startTime, endTime, model, level, totalCost, usageDetails } = observation;
      expect(rows[at]).toMatchObject({
        trace_id: observation.traceId,
        parent_span_id: observation.parentObservationId ?? "",
        name: observation.name,
        start_time: startTime.replace("Z", "000000Z"),
        end_time: endTime?.replace("Z", "000000Z") ?? null,
        level: level.toLowerCase(),
        environment: observation.environment,
        ...(model === null ? {} : { request_model: model }),
        ...(totalCost === 0 ? {} : { reported_cost_usd: totalCost }),
        ...withoutNulls(expectedUsage(usageDetails)),
      });
    }
  });

  test.each(names)("%s: the rows have the trace's name, user, session and tags, and its root the scores", (name) => {
    const { trace, observations, rows } = readCase(name);
    for (const row of rows) {
      expect(row).toMatchObject({ trace_name: trace.name, tags: trace.tags });
      expect(row.user_id).toBe(trace.userId ?? row.user_id);
      expect(row.session_id).toBe(trace.sessionId ?? row.session_id);
    }
    const scored = rows.filter(({ scores }) => scores.length > 0);
    const expected = trace.scores.map(({ name: of, value }) => ({ name: of, value, label: "", source: "evaluation" }));
    expect(scored.flatMap(({ scores }) => scores)).toEqual(expected);
    expect(scored).toHaveLength(expected.length === 0 ? 0 : 1);
    const parents = new Set(observations.map(({ id }) => id));
    for (const { parent_span_id: parent } of scored) expect(parents).not.toContain(parent);
  });

  test.each(names)("%s: generations are calls, with the usage that the export has", (name) => {
    const { observations, rows } = readCase(name);
    for (const [at, { type }] of observations.entries()) {
      if (type === "GENERATION") expect(rows[at]?.operation).toMatch(/^(chat|text_completion|generate_content)$/);
      else expect(rows[at]?.operation).not.toMatch(/^(chat|text_completion|generate_content|embeddings)$/);
    }
  });

  test.each(names)("%s: roles and texts are those of the expected chat view", (name) => {
    const { views, rows } = readCase(name);
    const bySpan = new Map(rows.map((row) => [row.span_id, row]));
    for (const [id, { input, output }] of Object.entries(views)) {
      const row = bySpan.get(id);
      expect(row).toBeDefined();
      if (input?.success) expectView(inputOf(row), input.data ?? []);
      if (output?.success) expectView(row?.output_messages ?? [], output.data ?? []);
    }
  });
});

/** The view shows instructions as the first message. */
function inputOf(row: LlmSpan | undefined): readonly ChatMessage[] {
  const instructions = row?.system_instructions ?? "";
  const first = instructions === "" ? [] : [{ role: "system", parts: [{ type: "text", content: instructions }] }];
  return [...first, ...(row?.input_messages ?? [])];
}

function expectView(messages: readonly ChatMessage[], view: readonly ViewMessage[]): void {
  // A body that is no message is one entry of the view without role and content: nothing to compare.
  if (view.every(({ role, content }) => role === undefined && content === undefined)) return;
  const shown = messages.flatMap(answersApart);
  expect(shown).toHaveLength(view.length);
  for (const [at, { role, content }] of view.entries()) {
    const message = shown[at];
    const isAnswer = message !== undefined && isToolAnswer(message);
    if (role !== undefined && !(role === "tool" && isAnswer)) expect(message?.role).toBe(role);
    for (const text of textsOf(content)) expect(saidBy(message)).toContain(text);
  }
}

/** Senders may say the answers of several tools as one message of the user; the view shows one message of a tool each. */
function answersApart(message: ChatMessage): readonly ChatMessage[] {
  return isToolAnswer(message) ? message.parts.map((part) => ({ ...message, parts: [part] })) : [message];
}

function isToolAnswer({ parts }: ChatMessage): boolean {
  return parts.length > 0 && parts.every(({ type }) => type === "tool_call_response");
}

/** Texts of a view: a string, the texts of its parts, or what a tool answered. */
function textsOf(content: unknown): readonly string[] {
  if (typeof content === "string") return [plain(content)];
  const parts: readonly Readonly<Record<string, unknown>>[] = Array.isArray(content) ? content : [];
  return parts.map(({ text, name, ...rest }) => {
    const said = text ?? name ?? Object.values(rest)[0] ?? "";
    return plain(typeof said === "string" ? said : JSON.stringify(said));
  });
}

function saidBy(message: ChatMessage | undefined): string {
  return plain((message?.parts ?? []).map(saidByPart).join("\n"));
}

function saidByPart({ content, response, name, ...rest }: MessagePart): string {
  const said = response === undefined ? content : response;
  return `${name ?? ""}${typeof said === "string" ? said : JSON.stringify(said ?? rest)}`;
}

/** JSON that is laid out in another way says the same. */
function plain(text: string): string {
  return text.replaceAll(/[\s\\"]+/g, "");
}
