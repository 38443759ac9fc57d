import { createCodeTriggers } from "./code-triggers.ts";
import type { Alias, Dialect, DialectContext, Family } from "./dialect.ts";
import { isNumbered } from "./numbered-fields.ts";
import type { AnyValue, AttributeMap, OtlpSpan, SpanEvent } from "../otlp/otlp-span.ts";
import { FactDraft } from "./span-facts.ts";
import type { FactName, FactTypes } from "./span-facts.ts";

/** Everything that the dialects know of one span. */
export interface CollectedFacts {
  readonly draft: FactDraft;
  /** The dialect that told the span's facts; `none` where there are no GenAI facts. */
  readonly dialect: string;
  /** Events whose whole content is in the facts. */
  readonly takenEvents: ReadonlySet<SpanEvent>;
}

export interface RankedAlias {
  readonly alias: Alias;
  readonly dialect: string;
  readonly rank: number;
}

interface RankedFamily {
  readonly family: Family;
  readonly dialect: string;
  readonly rank: number;
}

/** Facts of attributes that are no GenAI names tell nothing about the dialect. */
export const NO_DIALECT = "none";

const RANKS_PER_DIALECT = 1000;
/** Families rank behind the aliases of their dialect: structured attributes are newer than numbered ones. */
const FAMILY_RANK = 500;
const EVENT_RANK = 1_000_000;
export const RESOURCE_RANK = 1_500_000;
const FALLBACK_RANK = 2_000_000;

/** A function that reads the facts of spans in `dialects`; the earlier dialect wins where two disagree. */
export function createFactCollector(dialects: readonly Dialect[]): (span: OtlpSpan) => CollectedFacts {
  const aliases = rankAliases(dialects, (dialect) => dialect.aliases);
  const resourceAliases = rankAliases(dialects, (dialect) => dialect.resourceAliases ?? []);
  const families = rankFamilies(dialects);
  const codeTriggers = createCodeTriggers(dialects);
  return (span) => {
    const draft = new FactDraft();
    offerAttributes(draft, aliases, span.attributes);
    offerFamilies(draft, families, span.attributes, aliases);
    offerAttributes(draft, resourceAliases, span.resource, RESOURCE_RANK);
    const takenEvents = new Set<SpanEvent>();
    const needsCode = codeTriggers(span);
    const hasEvents = span.events.length > 0;
    for (const [place, dialect] of dialects.entries()) {
      if (!hasEvents && !needsCode(place)) continue;
      const context = contextOf(span, draft, { aliases, dialect });
      for (const event of dialect.readEvents?.(context) ?? []) takenEvents.add(event);
      dialect.derive?.(context);
    }
    return { draft, dialect: dialectOf(span, draft, dialects), takenEvents };
  };
}

export type AliasIndex = ReadonlyMap<string, readonly RankedAlias[]>;

/** Ranks by the place in the dialect's table: of two aliases for one fact the earlier wins. */
export function rankAliases(dialects: readonly Dialect[], select: (dialect: Dialect) => readonly Alias[]): AliasIndex {
  const index = new Map<string, RankedAlias[]>();
  for (const [order, dialect] of dialects.entries()) {
    for (const [position, [key, alias]] of select(dialect).flatMap(keysOf).entries()) {
      const ranked = { alias, dialect: dialect.name, rank: order * RANKS_PER_DIALECT + position };
      index.set(key, [...(index.get(key) ?? []), ranked]);
    }
  }
  return index;
}

function keysOf(alias: Alias): [key: string, alias: Alias][] {
  return alias.keys.map((key) => [key, alias]);
}

function rankFamilies(dialects: readonly Dialect[]): readonly RankedFamily[] {
  return dialects.flatMap(({ name, families = [] }, order) =>
    families.map((family) => ({ family, dialect: name, rank: order * RANKS_PER_DIALECT + FAMILY_RANK })),
  );
}

/** True if every attribute has an alias. */
function offerAttributes(draft: FactDraft, aliases: AliasIndex, attributes: AttributeMap, baseRank = 0): boolean {
  let isAllKnown = true;
  for (const [key, value] of attributes) {
    const known = aliases.get(key);
    if (known === undefined) isAllKnown = false;
    for (const { alias, dialect, rank } of known ?? []) {
      alias.offer(draft, value, { dialect, rank: baseRank + rank, keys: baseRank === 0 ? [key] : [] });
    }
  }
  return isAllKnown;
}

function offerFamilies(
  draft: FactDraft,
  families: readonly RankedFamily[],
  attributes: AttributeMap,
  aliases: AliasIndex,
): void {
  const members = new Map<RankedFamily, [string, AnyValue][]>();
  for (const entry of attributes) {
    if (aliases.has(entry[0])) continue;
    const ranked = families.find(({ family }) => isNumbered(entry[0], family.prefix));
    if (ranked === undefined) continue;
    const others = members.get(ranked);
    if (others === undefined) members.set(ranked, [entry]);
    else others.push(entry);
  }
  for (const [{ family, dialect, rank }, entries] of members) family.offer(draft, entries, { dialect, rank, keys: [] });
}

function contextOf(
  span: OtlpSpan,
  draft: FactDraft,
  { aliases, dialect }: { readonly aliases: AliasIndex; readonly dialect: Dialect },
): DialectContext {
  return {
    span,
    draft,
    fallback<F extends FactName>(fact: F, value: FactTypes[F] | undefined, ...keys: string[]) {
      if (value !== undefined) draft.offer(fact, value, { dialect: dialect.name, rank: FALLBACK_RANK, keys });
    },
    readAttributes: (attributes) => offerAttributes(draft, aliases, attributes, EVENT_RANK),
  };
}

/**
 * The dialect of the span's scope, which names its writer; else the first with its marker on the span; without any, the one
 * that told most facts.
 */
function dialectOf(span: OtlpSpan, draft: FactDraft, dialects: readonly Dialect[]): string {
  const candidates = dialects.filter(({ name }) => name !== NO_DIALECT);
  const marked =
    candidates.find(({ scopes = [] }) => scopes.includes(span.scopeName)) ??
    candidates.find(({ markers }) => markers.some((key) => span.attributes.has(key)));
  if (marked !== undefined) return marked.name;
  const counts = draft.countByDialect();
  let best = { name: NO_DIALECT, count: 0 };
  for (const { name } of candidates) {
    const count = counts.get(name) ?? 0;
    if (count > best.count) best = { name, count };
  }
  return best.name;
}
