import { textAt } from "../json-value.ts";
import type { NoUsageReason } from "../no-usage-reasons.ts";
import type { KnownUsage, NoUsage } from "../usage-result.ts";
import { answerEvents, type AnswerEvents } from "./answer-events.ts";
import { readEndpoint, type Endpoint } from "./endpoint.ts";
import { parseJson } from "./parse-json.ts";
import { explainEvents, usageOfEvents } from "./usage-of-events.ts";

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

/** What the address says about an answer without usage goes before what the answer shows. */
function reasonFor(events: AnswerEvents, { purpose }: Endpoint, isStream: boolean): NoUsageReason {
  const reason = explainEvents(events);
  if (reason === "error_body" || reason === "not_in_tokens") return reason;
  if (purpose === "other") return "not_inference";
  if (events.kind !== "answer" || reason === "not_finished" || purpose === "unknown") return reason;
  return isStream ? "stream_without_usage" : "answer_without_usage";
}

function requestedModel(body: unknown): string | undefined {
  return textAt(typeof body === "string" ? parseJson(body) : body, ["model"]);
}

function none(reason: NoUsageReason): NoUsage {
  return { kind: "none", reason };
}
