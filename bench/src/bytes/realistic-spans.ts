import { chance, integerBetween, randomText, seededRandom, type Random } from "@parapet/random";
import { createOtlpSpan, type AnyValue, type OtlpSpan } from "@parapet/span";

import { createProse, type Prose } from "./prose.ts";

export interface TrafficShape {
  /** Bytes of text in the prompt of a call: instructions, history as far as it fits, and what is new; 0 for no content. */
  readonly promptBytes: number;
  readonly answerBytes: number;
  /** How many calls a conversation has on average. */
  readonly turns: number;
  /** How many conversations there are at once: so many calls lie between one turn and the next. */
  readonly conversations: number;
  /** Whether the calls of a conversation are one trace, as those of an agent, or each turn is a trace of its own. */
  readonly isOneTrace: boolean;
}

const hex = "0123456789abcdef";
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const START_NANOS = 1_790_000_000_000_000_000n;
/** Calls a second over all services. */
const RATE = 1_000;

const models = [
  ["openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18"],
  ["openai", "gpt-5", "gpt-5-2025-08-07"],
  ["anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["gcp.gemini", "gemini-2.5-flash", "gemini-2.5-flash"],
] as const;

interface Application {
  readonly resource: OtlpSpan["resource"];
  readonly instructions: string;
  readonly model: (typeof models)[number];
  readonly temperature: number;
}

interface Conversation {
  readonly id: string;
  readonly traceId: string;
  readonly user: string;
  readonly application: Application;
  readonly history: string[];
  turnsLeft: number;
}

/**
 * Spans of chat calls in the order in which they were sent: many conversations at once, each call with what
 * was said before in its prompt. The same seed gives the same spans.
 */
export function* realisticSpans(shape: TrafficShape, count: number, seed: number): Generator<OtlpSpan> {
  const random = seededRandom(seed);
  const prose = createProse(seed);
  const applications = Array.from({ length: 12 }, (_, index) => createApplication(index, random, prose));
  const newConversation = (): Conversation => ({
    id: randomText(random, hex, 32),
    traceId: randomText(random, hex, 32),
    user: `user-${integerBetween(random, 0, 19_999)}`,
    application: applications[Math.floor(random() ** 2 * applications.length)] ?? raise(),
    history: [],
    turnsLeft: integerBetween(random, 1, shape.turns * 2 - 1),
  });
  const open = Array.from({ length: shape.conversations }, newConversation);
  for (let index = 0; index < count; index += 1) {
    const place = integerBetween(random, 0, open.length - 1);
    let conversation = open[place] ?? raise();
    if (conversation.turnsLeft === 0) {
      conversation = newConversation();
      open[place] = conversation;
    }
    conversation.turnsLeft -= 1;
    const startedAt = START_NANOS + BigInt(Math.round(((index + random()) / RATE) * 1e9));
    yield callSpan({ conversation, startedAt, shape, random, prose });
  }
}

function raise(): never {
  throw new RangeError("no such place");
}

function createApplication(index: number, random: Random, prose: Prose): Application {
  const name = `${["support", "search", "billing", "coding"][index % 4] ?? "app"}-assistant-${Math.floor(index / 4)}`;
  return {
    resource: new Map<string, AnyValue>([
      ["service.name", name],
      ["service.version", `1.${index}.0`],
      ["service.instance.id", randomText(random, hex, 32)],
      ["deployment.environment.name", index % 3 === 0 ? "staging" : "production"],
      ["telemetry.sdk.language", index % 2 === 0 ? "python" : "nodejs"],
      ["telemetry.sdk.name", "opentelemetry"],
      ["telemetry.sdk.version", "1.37.0"],
    ]),
    instructions: prose(random, 400),
    model: models[index % models.length] ?? models[0],
    temperature: index % 2 === 0 ? 0.2 : 0.7,
  };
}

interface Call {
  readonly conversation: Conversation;
  readonly startedAt: bigint;
  readonly shape: TrafficShape;
  readonly random: Random;
  readonly prose: Prose;
}

function callSpan(call: Call): OtlpSpan {
  const { conversation, startedAt, shape, random } = call;
  const { application } = conversation;
  const [, requestModel] = application.model;
  const durationS = 0.4 + 6 * random() ** 3;
  const failed = chance(random, 0.01);
  const attributes = facts(call, durationS);
  if (shape.promptBytes > 0) for (const [key, value] of content(call)) attributes.set(key, value);
  if (failed) attributes.set("error.type", "timeout");
  return createOtlpSpan({
    traceId: shape.isOneTrace ? conversation.traceId : randomText(random, hex, 32),
    spanId: randomText(random, hex, 16),
    parentSpanId: chance(random, 0.5) ? randomText(random, hex, 16) : "",
    name: `chat ${requestModel}`,
    kind: 3,
    startTimeUnixNano: startedAt,
    endTimeUnixNano: startedAt + BigInt(Math.round(durationS * 1e9)),
    attributes,
    statusCode: failed ? 2 : 0,
    statusMessage: failed ? "the upstream did not answer in time" : "",
    resource: application.resource,
    scopeName: "opentelemetry.instrumentation.openai",
    scopeVersion: "0.49.1",
  });
}

function facts({ conversation, random }: Call, durationS: number): Map<string, AnyValue> {
  const [provider, requestModel, responseModel] = conversation.application.model;
  const inputTokens = integerBetween(random, 200, 1_999);
  return new Map<string, AnyValue>([
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.provider.name", provider],
    ["gen_ai.request.model", requestModel],
    ["gen_ai.request.temperature", conversation.application.temperature],
    ["gen_ai.request.max_tokens", 1_024],
    ["gen_ai.response.model", responseModel],
    ["gen_ai.response.id", `chatcmpl-${randomText(random, base62, 29)}`],
    ["gen_ai.response.finish_reasons", ["stop"]],
    ["gen_ai.usage.input_tokens", inputTokens],
    [
      "gen_ai.usage.cache_read.input_tokens",
      chance(random, 0.4) ? 128 * Math.floor(random() * (inputTokens / 128)) : 0,
    ],
    ["gen_ai.usage.output_tokens", integerBetween(random, 20, 419)],
    ["gen_ai.response.time_to_first_chunk", Number((durationS * (0.1 + 0.3 * random())).toFixed(4))],
    ["gen_ai.conversation.id", conversation.id],
    ["user.id", conversation.user],
    ["server.address", "llm-gateway.internal"],
  ]);
}

/** The prompt with its history and the answer, which is history from now on. */
function content({ conversation, shape, random, prose }: Call): readonly (readonly [string, AnyValue])[] {
  const { instructions } = conversation.application;
  const fresh = integerBetween(random, 80, 279);
  const question = prose(random, fresh);
  const said = [...conversation.history, message("user", question)];
  while (said.length > 1 && said.join().length > shape.promptBytes - instructions.length) said.shift();
  const answer = prose(random, shape.answerBytes * (0.5 + random()));
  conversation.history.splice(0, Number.POSITIVE_INFINITY, ...said, message("assistant", answer));
  return [
    ["gen_ai.system_instructions", JSON.stringify([{ type: "text", content: instructions }])],
    ["gen_ai.input.messages", `[${said.join(",")}]`],
    ["gen_ai.output.messages", `[${message("assistant", answer, "stop")}]`],
  ];
}

function message(role: string, text: string, finishReason?: string): string {
  return JSON.stringify({ role, parts: [{ type: "text", content: text }], finish_reason: finishReason });
}
