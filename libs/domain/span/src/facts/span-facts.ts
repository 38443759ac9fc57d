import type { ChatMessage } from "../messages/chat-message.ts";
import type { SpanScore } from "../row/llm-span.ts";
import type { QualityFlag } from "./quality-flags.ts";

/** What a dialect can say about a span. */
export interface FactTypes {
  readonly operation: string;
  readonly provider: string;
  readonly requestModel: string;
  readonly responseModel: string;
  readonly responseId: string;
  readonly serverAddress: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly toolCallId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cacheReadTokens: number;
  /** All cache writes, where they are not told apart by lifetime. */
  readonly cacheWriteTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** Cached tokens by modality; they are part of `cacheReadTokens`. */
  readonly cacheReadAudioTokens: number;
  readonly cacheReadImageTokens: number;
  readonly cacheReadTextTokens: number;
  readonly inputTextTokens: number;
  readonly inputImageTokens: number;
  readonly inputAudioTokens: number;
  readonly inputVideoTokens: number;
  readonly outputTextTokens: number;
  readonly outputImageTokens: number;
  readonly outputAudioTokens: number;
  readonly reasoningTokens: number;
  /** Whether `inputTokens` counts the tokens that a cache served or took in; where no dialect knows, the counts decide. */
  readonly cacheCounting: "inclusive" | "exclusive";
  /** Whether `outputTokens` counts the reasoning. */
  readonly reasoningCounting: "inclusive" | "exclusive";
  /** What the sender says the call cost, US dollars. */
  readonly reportedInputCostUsd: number;
  readonly reportedOutputCostUsd: number;
  readonly reportedCostUsd: number;
  /** Region that served the call, such as `us-east-1` or `eu`: prices depend on it. */
  readonly region: string;
  /** The engine's own id of the request. */
  readonly requestId: string;
  readonly environment: string;
  readonly release: string;
  readonly traceName: string;
  /** `debug`, `default`, `warning` or `error`, as the sender rates the span. */
  readonly level: string;
  readonly scores: readonly SpanScore[];
  /** What a gateway's own cache did: `miss`, `hit` (exact) or `semantic_hit`. A hit is not billed by the provider. */
  readonly gatewayCache: string;
  readonly retryCount: number;
  readonly fallbackCount: number;
  /** Milliseconds in the phases of an engine. */
  readonly queueMs: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  /** Milliseconds per output token after the first. */
  readonly tpotMs: number;
  /** Arrival of each chunk of a streamed answer, nanoseconds since the epoch. */
  readonly chunkTimesUnixNano: readonly bigint[];
  readonly sessionId: string;
  readonly userId: string;
  readonly tags: readonly string[];
  readonly promptName: string;
  readonly promptVersion: string;
  readonly ttftMs: number;
  /** When the first token came, nanoseconds since the epoch. */
  readonly completionStartUnixNano: bigint;
  readonly isStreaming: boolean;
  readonly finishReasons: readonly string[];
  readonly serviceTier: string;
  readonly requestMaxTokens: number;
  readonly requestTemperature: number;
  readonly requestTopP: number;
  readonly errorType: string;
  /** What the sender says of the outcome, where the span's own status says nothing. */
  readonly statusMessage: string;
  readonly inputMessages: readonly ChatMessage[];
  readonly outputMessages: readonly ChatMessage[];
  readonly systemInstructions: string;
  readonly toolDefinitions: string;
}
export type FactName = keyof FactTypes;
export type SpanFacts = Partial<FactTypes>;

/** Where a fact was read. */
export interface FactSource {
  readonly dialect: string;
  /** Among several sources of one fact the lowest rank wins: earlier dialect first, newer name first. */
  readonly rank: number;
  /** Attributes that said it; none for a fact that was derived from others or read from an event. */
  readonly keys: readonly string[];
}

interface Offer<T> extends FactSource {
  readonly value: T;
}

/** Facts as they are gathered from one span, each with all its sources. */
export class FactDraft {
  readonly flags = new Set<QualityFlag>();
  readonly #best = new Map<FactName, Offer<unknown>>();
  readonly #offers = new Map<FactName, Offer<unknown>[]>();
  readonly #facts: { -readonly [F in FactName]?: FactTypes[F] } = {};

  offer<F extends FactName>(fact: F, value: FactTypes[F], source: FactSource): void {
    const offer = { value, ...source };
    const offers = this.#offers.get(fact);
    if (offers === undefined) this.#offers.set(fact, [offer]);
    else offers.push(offer);
    const best = this.#best.get(fact);
    if (best !== undefined && best.rank <= source.rank) return;
    this.#best.set(fact, offer);
    this.#facts[fact] = value;
  }

  get facts(): SpanFacts {
    return this.#facts;
  }

  /** How many facts each dialect told. */
  countByDialect(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const offers of this.#offers.values()) {
      for (const dialect of new Set(offers.map((offer) => offer.dialect))) {
        counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
      }
    }
    return counts;
  }

  factNames(): readonly FactName[] {
    return [...this.#best.keys()];
  }

  /** The attributes that told a fact as it is; none for one that was derived. */
  keysOf(fact: FactName): readonly string[] {
    const best = this.#best.get(fact)?.value;
    const agreeing = (this.#offers.get(fact) ?? []).filter(({ value }) => isSame(value, best));
    return [...new Set(agreeing.flatMap(({ keys }) => keys))];
  }

  /**
   * The attributes whose whole content is now in a fact. One that contradicts the fact that was preferred to it is not
   * among them, and neither are those of `disputed` facts.
   */
  takenKeys(disputed: ReadonlySet<FactName>): ReadonlySet<string> {
    const taken = new Set<string>();
    for (const [fact, offers] of this.#offers) {
      if (disputed.has(fact)) continue;
      const best = this.#best.get(fact)?.value;
      for (const { value, keys } of offers) if (isSame(value, best)) addAll(taken, keys);
    }
    return taken;
  }
}

function addAll(taken: Set<string>, keys: readonly string[]): void {
  for (const key of keys) taken.add(key);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b);
}
