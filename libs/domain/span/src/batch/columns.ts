import type { FactName } from "../facts/span-facts.ts";

/** Facts with a column of numbers; NaN is unknown. Token counts stand here as they were sent until they are normalised. */
export const numberFacts = [
  "inputTokens",
  "outputTokens",
  "totalTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite1hTokens",
  "reasoningTokens",
  "ttftMs",
  "isStreaming",
  "requestMaxTokens",
  "requestTemperature",
  "requestTopP",
  "reportedInputCostUsd",
  "reportedOutputCostUsd",
  "reportedCostUsd",
  "retryCount",
  "fallbackCount",
  "queueMs",
  "prefillMs",
  "decodeMs",
  "tpotMs",
] as const satisfies readonly FactName[];
export type NumberFact = (typeof numberFacts)[number];

/** Facts whose values repeat from span to span: columns of numbers of a text table. */
export const namedFacts = [
  "operation",
  "provider",
  "requestModel",
  "responseModel",
  "serverAddress",
  "agentName",
  "toolName",
  "errorType",
  "serviceTier",
  "region",
  "environment",
  "release",
  "traceName",
  "promptName",
  "promptVersion",
] as const satisfies readonly FactName[];
export type NamedFact = (typeof namedFacts)[number];

/** Facts that differ from span to span: columns of places in the message's bytes. */
export const placedFacts = [
  "responseId",
  "sessionId",
  "userId",
  "toolCallId",
  "requestId",
] as const satisfies readonly FactName[];
export type PlacedFact = (typeof placedFacts)[number];

/** Facts of which the batch only knows that they are there: their text is skipped. */
export const contentFacts: ReadonlySet<FactName> = new Set<FactName>([
  "inputMessages",
  "outputMessages",
  "systemInstructions",
  "toolDefinitions",
]);
