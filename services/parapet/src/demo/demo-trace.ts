import { chance, integerBetween, pick, type Random } from "@parapet/random";

import type { Conditions, DemoApp } from "./demo-app.ts";
import type { DemoModel } from "./demo-models.ts";
import { personalSentence } from "./personal-data.ts";
import { logNormal, randomHex } from "./random-values.ts";
import { createExchange, type Exchange } from "./topic.ts";
import { injectionTexts, refusals, toxicTexts } from "./unsafe-texts.ts";

/** One call of a model, before any dialect has named its facts. */
export interface DemoCall {
  readonly spanId: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly model: DemoModel;
  readonly question: string;
  /** `""` for a call that failed. */
  readonly answer: string;
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly ttftMs: number | null;
  /** OpenTelemetry `error.type`; null for a call that succeeded. */
  readonly error: string | null;
  /** A gateway's own cache answered; no provider was asked. */
  readonly isCacheHit: boolean;
  /** Attempts of a gateway beyond the first. */
  readonly retries: number;
  /** How relevant an evaluator found the answer; null where none looked. */
  readonly relevance: number | null;
  /** Whether the engine, which traces some of its requests, tells of this one. */
  readonly isTracedByEngine: boolean;
}

/** What an agent did before it asked the model. */
export interface DemoToolUse {
  readonly spanId: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly query: string;
  readonly result: string;
}

interface DemoAgent {
  readonly spanId: string;
  readonly durationMs: number;
  readonly tool: DemoToolUse | null;
}

/** One request of one user: a call of a model, alone or below an agent. */
export interface DemoTrace {
  readonly app: DemoApp;
  readonly traceId: string;
  readonly startMs: number;
  readonly sessionId: string;
  readonly userId: string;
  readonly agent: DemoAgent | null;
  readonly call: DemoCall;
}

const ERRORS = ["timeout", "503", "rate_limit_exceeded"];
const TOOL_RESULTS = ["one match", "two matches", "nothing found", "updated a moment ago"];

/** Makes up one trace that starts at `startMs` under the given conditions. */
export function createTrace(random: Random, app: DemoApp, startMs: number, conditions: Conditions): DemoTrace {
  const isAgent = chance(random, app.agentShare);
  const tool = isAgent && chance(random, 0.7) ? createToolUse(random, app, startMs + 4, conditions) : null;
  const callStartMs = startMs + (isAgent ? 8 : 0) + (tool?.durationMs ?? 0);
  const call = createCall(random, app, callStartMs, conditions);
  const durationMs = call.startMs + call.durationMs + 3 - startMs;
  return {
    app,
    traceId: randomHex(random, 16),
    startMs,
    sessionId: `session-${randomHex(random, 4)}`,
    userId: `user-${integerBetween(random, 1, 400)}`,
    agent: isAgent ? { spanId: randomHex(random, 8), durationMs, tool } : null,
    call,
  };
}

function createToolUse(random: Random, app: DemoApp, startMs: number, { topic }: Conditions): DemoToolUse {
  const item = pick(random, Object.values(topic.slots).flat());
  return {
    spanId: randomHex(random, 8),
    startMs,
    durationMs: logNormal(random, 45, 0.6),
    query: item,
    result: `${app.tool}: ${pick(random, TOOL_RESULTS)} for ${item}`,
  };
}

function createCall(random: Random, app: DemoApp, startMs: number, conditions: Conditions): DemoCall {
  const model = app.models[chance(random, conditions.firstModelShare) ? 0 : 1];
  const error = chance(random, conditions.errorRate) ? pick(random, ERRORS) : null;
  const ttftMs = logNormal(random, model.ttftMedianMs * conditions.ttftFactor, 0.35);
  const outputTokens = error === null ? Math.ceil(logNormal(random, 140, 0.6)) : 0;
  const { question, answer } = createTexts(random, conditions);
  const inputTokens = Math.ceil(logNormal(random, conditions.inputTokensMedian, 0.08));
  const spanId = randomHex(random, 8);
  const surroundings = surroundingsOf(spanId, app);
  return {
    ...surroundings,
    spanId,
    startMs,
    durationMs: (ttftMs + outputTokens * model.millisecondsPerToken) * (surroundings.isCacheHit ? 0.01 : 1),
    model,
    question,
    answer: error === null ? answer : "",
    inputTokens,
    cachedTokens: chance(random, 0.2) ? Math.floor(inputTokens / 4) : 0,
    outputTokens,
    ttftMs: error === null ? ttftMs * (surroundings.isCacheHit ? 0.01 : 1) : null,
    error,
  };
}

type Surroundings = Pick<DemoCall, "isCacheHit" | "retries" | "relevance" | "isTracedByEngine">;

/** What others do with a call. The id decides, so that none of it moves what is drawn for the next call. */
function surroundingsOf(spanId: string, { isBehindGateway = false }: DemoApp): Surroundings {
  const [first = 0, second = 0, third = 0] = Buffer.from(spanId, "hex");
  return {
    isCacheHit: isBehindGateway && first < 24,
    retries: isBehindGateway && first > 240 ? 1 : 0,
    relevance: second < 40 ? 0.6 + (0.4 * third) / 255 : null,
    isTracedByEngine: second > 230,
  };
}

function createTexts(random: Random, conditions: Conditions): Exchange {
  if (chance(random, conditions.injectionRate)) return refused(random, injectionTexts);
  if (chance(random, conditions.toxicityRate)) return refused(random, toxicTexts);
  const { question, answer } = createExchange(conditions.topic, random);
  const isPersonal = chance(random, conditions.personalDataRate);
  return { question: isPersonal ? `${question} ${personalSentence(random)}` : question, answer };
}

function refused(random: Random, questions: readonly string[]): Exchange {
  return { question: pick(random, questions), answer: pick(random, refusals) };
}
