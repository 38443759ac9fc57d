import { propertyOf, textAt, valueAt } from "./json-value.ts";

/** What an answer says about its call besides counts. */
export interface CallDescription {
  readonly model?: string;
  /** As the provider names it: `default`, `standard`, `priority`, `flex`, `batch`, … */
  readonly serviceTier?: string;
  /** Where the model ran, as the provider names it. */
  readonly region?: string;
  readonly reportedCostUsd?: number;
}

interface AnswerParts {
  readonly answer: unknown;
  readonly usage: unknown;
  /** Known to the caller; the answer wins. */
  readonly model?: string | undefined;
}

const modelPaths = [["model"], ["modelVersion"], ["model_version"], ["response", "model"], ["message", "model"]];
const envelopeModelPaths = [
  ["response", "modelVersion"],
  ["result", "model"],
  ["response", "body", "model"],
];

const usageTierPaths = [["service_tier"], ["serviceTier"]];
const answerTierPaths = [["service_tier"], ["serviceTier"], ["response", "service_tier"]];

/** Tiers as Vertex AI tells them; other traffic is standard. */
const tierByTraffic: ReadonlyMap<string, string> = new Map([
  ["ON_DEMAND_PRIORITY", "priority"],
  ["ON_DEMAND_FLEX", "flex"],
  ["PROVISIONED_THROUGHPUT", "provisioned"],
]);

const NO_REGION = "not_available";

export function describeCall({ answer, usage, model }: AnswerParts): CallDescription {
  const named = firstText(answer, [...modelPaths, ...envelopeModelPaths]) ?? model;
  const tier = firstText(usage, usageTierPaths) ?? firstText(answer, answerTierPaths) ?? tierOfTraffic(usage);
  const region = textAt(usage, ["inference_geo"]);
  const cost = reportedCost(usage);
  return {
    ...(named === undefined || named === "" ? {} : { model: named }),
    ...(tier === undefined ? {} : { serviceTier: tier }),
    ...(region === undefined || region === NO_REGION ? {} : { region }),
    ...(cost === undefined ? {} : { reportedCostUsd: cost }),
  };
}

function firstText(value: unknown, paths: readonly (readonly string[])[]): string | undefined {
  return paths.map((keys) => textAt(value, keys)).find((text) => text !== undefined);
}

function tierOfTraffic(usage: unknown): string | undefined {
  return tierByTraffic.get(textAt(usage, ["trafficType"]) ?? "");
}

/** OpenRouter tells one number, Perplexity an object with a total. */
function reportedCost(usage: unknown): number | undefined {
  const cost = propertyOf(usage, "cost");
  const usd = typeof cost === "object" ? valueAt(cost, ["total_cost"]) : cost;
  return typeof usd === "number" && Number.isFinite(usd) && usd >= 0 ? usd : undefined;
}
