import { saysMoreThanMessages } from "../messages/chat-messages-of-value.ts";
import { canonicalOperation } from "../facts/operations.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { canonicalProvider } from "../facts/provider-names.ts";
import type { FactDraft, FactName, SpanFacts } from "../facts/span-facts.ts";
import { usageFacts } from "./usage.ts";
import type { NormalisedUsage, Usage } from "./usage.ts";

/** Columns that may hold something else than the facts they are made of. */
interface MeasuredColumns {
  readonly usage: NormalisedUsage;
  readonly ttftMs: number | null;
}

/** The attributes of which the columns hold all that was sent: they are not kept a second time. */
export function takenKeysOf(span: OtlpSpan, draft: FactDraft, columns: MeasuredColumns): ReadonlySet<string> {
  const taken = draft.takenKeys(disputedFacts(draft.facts, columns));
  const richer = richerBodies(span, draft);
  return richer.length === 0 ? taken : new Set([...taken].filter((key) => !richer.includes(key)));
}

/** Bodies that say more than the messages in them. Those of a tool are in its message as a whole. */
function richerBodies({ attributes }: OtlpSpan, draft: FactDraft): readonly string[] {
  if (canonicalOperation(draft.facts.operation ?? "") === "execute_tool") return [];
  const bodies = [...draft.keysOf("inputMessages"), ...draft.keysOf("outputMessages")];
  return bodies.filter((key) => saysMoreThanMessages(attributes.get(key) ?? null));
}

/** Counts of text are what the other parts leave: one that says otherwise has no column. */
function disputedTexts(facts: SpanFacts, usage: Usage): readonly FactName[] {
  const cachedText =
    (usage.cache_read_tokens ?? 0) - (usage.cache_read_image_tokens ?? 0) - (usage.cache_read_audio_tokens ?? 0);
  const texts: readonly (readonly [FactName, number | null])[] = [
    ["inputTextTokens", usage.input_uncached_tokens],
    ["cacheReadTextTokens", cachedText],
    ["outputTextTokens", usage.output_text_tokens],
  ];
  return texts.filter(([fact, column]) => facts[fact] !== column).map(([fact]) => fact);
}

/** Facts of which the columns hold less than was sent: their attributes are kept. */
function disputedFacts(facts: SpanFacts, { usage: { usage, flags }, ttftMs }: MeasuredColumns): ReadonlySet<FactName> {
  const disputed = new Set<FactName>(flags.length > 0 ? usageFacts : disputedTexts(facts, usage));
  if (facts.ttftMs !== undefined || ttftMs === null) disputed.add("completionStartUnixNano");
  if (facts.ttftMs !== ttftMs) disputed.add("ttftMs");
  if (facts.provider !== undefined && canonicalProvider(facts.provider) !== facts.provider) disputed.add("provider");
  if (facts.operation !== undefined && canonicalOperation(facts.operation) !== facts.operation)
    disputed.add("operation");
  return disputed;
}
