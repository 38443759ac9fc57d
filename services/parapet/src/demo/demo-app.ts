import { claudeSonnet, type DemoModel, geminiFlash, gpt4oMini, selfHostedLlama } from "./demo-models.ts";
import type { Topic } from "./topic.ts";
import { codeAssistant } from "./topics/code-assistant.ts";
import { kitchenTalk } from "./topics/kitchen-talk.ts";
import { policySearch } from "./topics/policy-search.ts";
import { supportChat } from "./topics/support-chat.ts";

/** What the traffic of an application is like at one time. Rates are shares of calls in [0, 1]. */
export interface Conditions {
  readonly topic: Topic;
  readonly errorRate: number;
  readonly injectionRate: number;
  readonly toxicityRate: number;
  readonly personalDataRate: number;
  /** Share of calls that go to the first model; the rest go to the second. */
  readonly firstModelShare: number;
  readonly ttftFactor: number;
  /** Median of the prompt in tokens, with history, tools and documents that the text shown here leaves out. */
  readonly inputTokensMedian: number;
}

/** A time at which conditions differ. Offsets count from the moment the demo starts. */
interface Incident {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Traces of this incident that lie before the start. */
  readonly pastTraces: number;
  /** Past traces begin with the UTC day at the earliest: what they cost is to be one day's spend. */
  readonly isWithinDay?: true;
  readonly conditions: Partial<Conditions>;
}

/** One tenant's application. */
export interface DemoApp {
  readonly tenant: string;
  readonly service: string;
  readonly agent: string;
  readonly dialect: "otel_genai" | "otel_genai_legacy" | "openinference" | "vercel_ai_sdk";
  /** Whether a gateway stands between it and its models, and tells of each call again. */
  readonly isBehindGateway?: boolean;
  readonly models: readonly [DemoModel, DemoModel];
  readonly systemPrompt: string;
  /** The tool that an agent calls before it asks the model. */
  readonly tool: string;
  /** Share of traces that have an agent above the call. */
  readonly agentShare: number;
  /** Share of live traces that are this application's. */
  readonly liveShare: number;
  readonly tracesPerDay: number;
  readonly usual: Conditions;
  /** A later one overrides an earlier one where both hold. */
  readonly incidents: readonly Incident[];
}

const MINUTE_MS = 60_000;

const quiet = {
  errorRate: 0.003,
  injectionRate: 0.002,
  toxicityRate: 0.003,
  personalDataRate: 0.02,
  ttftFactor: 1,
  firstModelShare: 0.75,
} as const;

/** Overloads its own engine: slow first tokens, then failures; meanwhile somebody tries injections. */
const supportApp: DemoApp = {
  tenant: "acme",
  service: "support-chat",
  agent: "support-agent",
  dialect: "otel_genai",
  models: [selfHostedLlama, gpt4oMini],
  systemPrompt: "You answer customers of an online shop politely and briefly.",
  tool: "lookup_order",
  agentShare: 0.3,
  liveShare: 0.5,
  tracesPerDay: 48,
  usual: { ...quiet, topic: supportChat, personalDataRate: 0.08, firstModelShare: 0.8, inputTokensMedian: 620 },
  incidents: [
    // Shorter than the fifteen minutes that the latency rule looks at, so that its baseline stays clean at first.
    {
      fromMs: -11 * MINUTE_MS,
      untilMs: 15 * MINUTE_MS,
      pastTraces: 340,
      conditions: { errorRate: 0.3, ttftFactor: 4, firstModelShare: 0.98 },
    },
    { fromMs: -3 * MINUTE_MS, untilMs: 15 * MINUTE_MS, pastTraces: 60, conditions: { injectionRate: 0.35 } },
  ],
};

/** An agent in a loop, which sends its whole context again and again. */
const codeApp: DemoApp = {
  tenant: "globex",
  service: "code-assistant",
  agent: "pair-programmer",
  dialect: "otel_genai_legacy",
  models: [claudeSonnet, geminiFlash],
  systemPrompt: "You are a careful programmer. Answer with working code.",
  tool: "read_file",
  agentShare: 0.5,
  liveShare: 0.2,
  tracesPerDay: 40,
  usual: { ...quiet, topic: codeAssistant, inputTokensMedian: 9_000 },
  incidents: [
    {
      fromMs: -30 * MINUTE_MS,
      untilMs: 15 * MINUTE_MS,
      pastTraces: 260,
      isWithinDay: true,
      conditions: { inputTokensMedian: 170_000, firstModelShare: 1 },
    },
  ],
};

/** Its users begin to ask about something else. */
const searchApp: DemoApp = {
  tenant: "initech",
  service: "policy-search",
  agent: "policy-rag",
  dialect: "openinference",
  models: [gpt4oMini, geminiFlash],
  systemPrompt: "Answer from the documents only.",
  tool: "search_documents",
  agentShare: 1,
  liveShare: 0.2,
  tracesPerDay: 34,
  usual: { ...quiet, topic: policySearch, inputTokensMedian: 2_400 },
  incidents: [
    { fromMs: -60 * MINUTE_MS, untilMs: 45 * MINUTE_MS, pastTraces: 150, conditions: { topic: kitchenTalk } },
  ],
};

/** Nothing ever happens to it: each of its calls is told by its SDK, by the gateway, and by the provider's raw answer. */
const shopApp: DemoApp = {
  tenant: "globex",
  service: "shop-web",
  agent: "shop-helper",
  dialect: "vercel_ai_sdk",
  isBehindGateway: true,
  models: [gpt4oMini, gpt4oMini],
  systemPrompt: "You help customers of an online shop to find their way.",
  tool: "lookup_order",
  agentShare: 0.5,
  liveShare: 0.1,
  tracesPerDay: 16,
  usual: { ...quiet, topic: supportChat, errorRate: 0, inputTokensMedian: 1_400 },
  incidents: [],
};

export const demoApps: readonly DemoApp[] = [supportApp, codeApp, searchApp, shopApp];

/** The tenants whose tokens the demo needs. */
export const demoTenants: readonly string[] = [...new Set(demoApps.map(({ tenant }) => tenant))];

/** What an application's traffic is like `offsetMs` after the start of the demo. */
export function conditionsAt(app: DemoApp, offsetMs: number): Conditions {
  const current = app.incidents.filter(({ fromMs, untilMs }) => offsetMs >= fromMs && offsetMs < untilMs);
  return Object.assign({}, app.usual, ...current.map(({ conditions }) => conditions));
}
