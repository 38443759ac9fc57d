import { explainNoUsage } from "../explain-no-usage.ts";
import { extractUsage } from "../extract-usage.ts";
import { flavoursFor } from "../flavour-registry.ts";
import { textAt } from "../json-value.ts";
import type { NoUsageReason } from "../no-usage-reasons.ts";
import type { KnownUsage, NoUsage } from "../usage-result.ts";
import { answerEvents, type AnswerEvents } from "./answer-events.ts";
import { readEndpoint, type Endpoint } from "./endpoint.ts";
import { parseJson } from "./parse-json.ts";
import { streamUsage } from "./stream-usage.ts";

/** A request to a provider over HTTP, and its answer. */
export interface Exchange {
  readonly uri: string;
  readonly method: string;
  /** JSON text, or its value; anything else is passed over. */
  readonly requestBody?: unknown;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Whether a stream was asked for or announced; what the answer is, its bytes tell. */
  readonly isStream?: boolean;
  /** As it was received, after transfer and content encodings were undone. */
  readonly responseBody: string | Uint8Array | null;
}

export interface ExchangeUsage extends KnownUsage {
  /** Told by the host, by the names of price lists; `""` when the host is not known. */
  readonly provider: string;
}

/** Reads what an exchange used. Never throws. */
export function extractExchangeUsage(exchange: Exchange): ExchangeUsage | NoUsage {
  if (exchange.status !== null && exchange.status >= 400) return none("error_status");
  const endpoint = readEndpoint(exchange.uri, exchange.method);
  if (endpoint.purpose === "counting") return none("not_inference");
  const events = answerEvents(exchange.responseBody ?? "");
  const known = usageOfEvents(events, endpoint);
  if (known === null) return none(reasonFor(events, endpoint, exchange.isStream === true));
  const model = known.model ?? endpoint.model ?? requestedModel(exchange.requestBody);
  const region = known.region ?? endpoint.region;
  return {
    ...known,
    provider: endpoint.provider,
    ...(model === undefined ? {} : { model }),
    ...(region === undefined ? {} : { region }),
  };
}

function usageOfEvents(events: AnswerEvents, { provider, apiFlavor }: Endpoint): KnownUsage | null {
  if (events.kind === "stream") return streamUsage(events.events, flavoursFor(provider, apiFlavor));
  if (events.kind !== "answer") return null;
  const result = extractUsage({ provider, apiFlavor, body: events.value });
  return result.kind === "usage" ? result : null;
}

function reasonFor(events: AnswerEvents, { purpose }: Endpoint, isStream: boolean): NoUsageReason {
  switch (events.kind) {
    case "empty":
      return purpose === "other" ? "not_inference" : "empty_body";
    case "unreadable":
      return purpose === "other" ? "not_inference" : "unreadable_body";
    case "stream":
      return events.events.some(isError) ? "error_body" : "stream_without_usage";
    case "answer":
      return reasonForAnswer(explainNoUsage(events.value), purpose, isStream);
  }
}

function isError(event: unknown): boolean {
  return explainNoUsage(event) === "error_body" || textAt(event, ["type"]) === "response.failed";
}

function reasonForAnswer(reason: NoUsageReason, purpose: Endpoint["purpose"], isStream: boolean): NoUsageReason {
  if (reason === "error_body" || reason === "not_in_tokens") return reason;
  if (purpose === "other") return "not_inference";
  if (reason === "not_finished" || purpose === "unknown") return reason;
  return isStream ? "stream_without_usage" : "answer_without_usage";
}

function requestedModel(body: unknown): string | undefined {
  return textAt(typeof body === "string" ? parseJson(body) : body, ["model"]);
}

function none(reason: NoUsageReason): NoUsage {
  return { kind: "none", reason };
}
