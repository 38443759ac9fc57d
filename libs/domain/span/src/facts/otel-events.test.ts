import { describe, expect, test } from "vitest";
import type { AnyValue, LlmSpan } from "../index.ts";
import { createOtlpSpan, normaliseSpan } from "../index.ts";

type Attributes = Readonly<Record<string, AnyValue>>;
type Event = readonly [name: string, attributes?: Attributes, afterMs?: number];

const START = 1_767_225_600_000_000_000n;

function normalise(events: readonly Event[], attributes: Attributes = { "gen_ai.operation.name": "chat" }): LlmSpan {
  const span = createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "chat m",
    startTimeUnixNano: START,
    endTimeUnixNano: START + 2_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
    events: events.map(([name, fields = {}, afterMs = 0]) => ({
      name,
      timeUnixNano: START + BigInt(afterMs) * 1_000_000n,
      attributes: new Map(Object.entries(fields)),
    })),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

describe("scores", () => {
  const evaluation = "gen_ai.evaluation.result";
  const cases: readonly [label: string, event: Event, score: object][] = [
    [
      "an evaluation",
      [evaluation, { "gen_ai.evaluation.name": "relevance", "gen_ai.evaluation.score.value": 0.87 }],
      { name: "relevance", value: 0.87, label: "", source: "evaluation" },
    ],
    [
      "a label alone",
      [evaluation, { "gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.label": "pass" }],
      { name: "tone", value: null, label: "pass", source: "evaluation" },
    ],
    [
      "a number as text",
      [evaluation, { "gen_ai.evaluation.name": "n", "gen_ai.evaluation.score.value": "0.5" }],
      { name: "n", value: 0.5, label: "", source: "evaluation" },
    ],
    [
      "a value that is no number is a label",
      [evaluation, { "gen_ai.evaluation.name": "n", "gen_ai.evaluation.score.value": "good" }],
      { name: "n", value: null, label: "good", source: "evaluation" },
    ],
    [
      "what a person thinks",
      [evaluation, { "gen_ai.evaluation.score.value": 1, "microsoft.gen_ai.human_evaluation.source": "end_user" }],
      { name: "", value: 1, label: "", source: "feedback" },
    ],
    [
      "a user's feedback",
      ["gen_ai.user.feedback", { score: true }],
      { name: "user_feedback", value: 1, label: "", source: "feedback" },
    ],
    [
      "feedback in the names of evaluations",
      ["gen_ai.user.feedback", { "gen_ai.evaluation.name": "thumbs", "gen_ai.evaluation.score.value": 0 }],
      { name: "thumbs", value: 0, label: "", source: "feedback" },
    ],
  ];
  test.each(cases)("%s", (_, event, score) => {
    const row = normalise([event]);
    expect(row.scores).toEqual([score]);
    expect(row.events).toContain(event[0]);
  });

  test("of several events, in their order, with the explanations left in the events", () => {
    const row = normalise([
      [evaluation, { "gen_ai.evaluation.name": "a", "gen_ai.evaluation.score.value": 1 }],
      [
        evaluation,
        { "gen_ai.evaluation.name": "b", "gen_ai.evaluation.score.value": 2, "gen_ai.evaluation.explanation": "why" },
      ],
    ]);
    expect(row.scores.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(row.events).toContain("why");
  });

  test("an evaluation that says nothing is none", () => {
    expect(normalise([[evaluation, { "gen_ai.evaluation.name": "a" }]]).scores).toEqual([]);
  });
});

describe("chunks of a streamed answer", () => {
  test("give the time to the first token and the gaps, and leave nothing behind", () => {
    const row = normalise([
      ["new_token", {}, 300],
      ["new_token", {}, 400],
      ["new_token", {}, 700],
    ]);
    expect(row).toMatchObject({ ttft_ms: 300, itl_p50_ms: 200, itl_max_ms: 300, is_streaming: true, events: "" });
  });

  test("with a text stay events", () => {
    expect(normalise([["llm.content.completion.chunk", { text: "Hi" }, 300]]).events).toContain("Hi");
  });

  test("the first alone gives the time to it", () => {
    const row = normalise([["First Token Stream Event", {}, 250]]);
    expect(row).toMatchObject({ ttft_ms: 250, itl_p50_ms: null });
  });

  test("a time to the first token that was sent wins", () => {
    const attributes = { "gen_ai.operation.name": "chat", "gen_ai.response.time_to_first_chunk": 0.1 };
    expect(normalise([["new_token", {}, 300]], attributes).ttft_ms).toBe(100);
  });
});

describe("errors", () => {
  test.each<[Event, string]>([
    [["gen_ai.client.operation.exception", { "exception.type": "RateLimitError" }], "RateLimitError"],
    [["gen_ai.client.operation.exception", { "error.type": "429", "exception.type": "E" }], "429"],
    [["exception", { "exception.type": "TimeoutError" }], "TimeoutError"],
  ])("%j", (event, type) => {
    const row = normalise([event]);
    expect(row.error_type).toBe(type);
    expect(row.events).toContain(event[0]);
  });

  test("an attribute wins", () => {
    const attributes = { "gen_ai.operation.name": "chat", "error.type": "timeout" };
    expect(normalise([["gen_ai.client.operation.exception", { "exception.type": "E" }]], attributes).error_type).toBe(
      "timeout",
    );
  });
});
