import type { Reader } from "../facts/attribute-readers.ts";
import {
  readBool,
  readCount,
  readJsonText,
  readMillisOfSeconds,
  readNumber,
  readText,
  readTexts,
} from "../facts/attribute-readers.ts";
import { NO_DIALECT, rankAliases, RESOURCE_RANK } from "../facts/collect-facts.ts";
import { isNamedBy } from "../facts/code-triggers.ts";
import type { AliasIndex, RankedAlias } from "../facts/collect-facts.ts";
import type { Alias, Dialect } from "../facts/dialect.ts";
import { isNumbered } from "../facts/numbered-fields.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { readSystemInstructions } from "../messages/system-instructions.ts";
import { contentFacts, namedFacts, numberFacts, placedFacts } from "./columns.ts";

/** How the value of an attribute becomes the value of a column. */
export const storing = {
  count: 0,
  number: 1,
  millisOfSeconds: 2,
  bool: 3,
  /** A number that the alias's reader makes of a number; up to here, numbers. */
  computedNumber: 4,
  name: 5,
  /** A name that the alias's reader makes of a text. */
  computedName: 6,
  place: 7,
  /** A place that calls are linked by: of ASCII only. */
  id: 8,
  texts: 9,
  /** From here on, what is said: that it is there, or how it is stored. */
  presence: 10,
  inputMessages: 11,
  outputMessages: 12,
  instructions: 13,
  definitions: 14,
} as const;

/** One fact that an attribute tells. */
export interface KeyOffer {
  /** One of `storing`. */
  readonly store: number;
  /** Column, among those of its kind. */
  readonly column: number;
  /** Number of the fact among all: what one attribute told, another with a higher rank does not overwrite. */
  readonly fact: number;
  readonly dialect: number;
  readonly rank: number;
  /** The value is what the model wrote. */
  readonly isOutput: boolean;
  readonly read: Reader<FactTypes[FactName]>;
  /** Whether a value that says nothing raises a flag. */
  readonly isFlagged: boolean;
}

/** What an attribute key means to the batch. */
export interface KeyPlan {
  /** The mapping of its value is more than a column can do: the span is read as an object. */
  readonly needsObject: boolean;
  readonly offers: readonly KeyOffer[];
  /** Dialects whose marker the key is, as bits. */
  readonly markers: number;
}

const nothing: KeyPlan = { needsObject: false, offers: [], markers: 0 };
const object: KeyPlan = { needsObject: true, offers: [], markers: 0 };

const storingOfReader = new Map<unknown, number>([
  [readCount, storing.count],
  [readNumber, storing.number],
  [readMillisOfSeconds, storing.millisOfSeconds],
  [readBool, storing.bool],
]);

/** What is said, by how it is read; what other readers make of it takes objects. */
const storingOfContent = new Map<FactName, readonly [read: unknown, store: number]>([
  ["inputMessages", [messagesReader("user"), storing.inputMessages]],
  ["outputMessages", [messagesReader("assistant"), storing.outputMessages]],
  ["systemInstructions", [readSystemInstructions, storing.instructions]],
  ["toolDefinitions", [readJsonText, storing.definitions]],
]);

/** Facts in the order of their numbers. */
const factNames: readonly FactName[] = [
  ...numberFacts,
  ...namedFacts,
  ...placedFacts,
  "finishReasons",
  ...contentFacts,
];
export const FACTS = factNames.length;
export const FINISH_REASONS = factNames.indexOf("finishReasons");
export const OPERATION_FACT = factNames.indexOf("operation");
export const PROVIDER_FACT = factNames.indexOf("provider");

interface Placing {
  readonly store: number;
  readonly column: number;
}

/** What keys mean on a span and on its resource. */
export interface KeyPlans {
  readonly ofSpan: (key: string) => KeyPlan;
  readonly ofResource: (key: string) => KeyPlan;
}

/** Keys under which `leftoversOf` keeps what is no attribute, and those that objects put before all others. */
const KEPT_OTHERWISE = /^(?:otel\.scope\.version|w3c\.tracestate|\d+)$/;

/**
 * Plans for the attribute keys of all dialects; the table rows of the dialects are the only source. `hasContent` if what
 * is said is to be stored too.
 */
export function createKeyPlans(dialects: readonly Dialect[], hasContent: boolean): KeyPlans {
  const orderOf = new Map(dialects.map(({ name }, order) => [name, order]));
  const planAll = (index: AliasIndex, baseRank: number): Map<string, KeyPlan> =>
    new Map([...index].map(([key, ranked]) => [key, planOf(ranked, { orderOf, baseRank, hasContent })]));
  const plans = planAll(
    rankAliases(dialects, ({ aliases }) => aliases),
    0,
  );
  const resourcePlans = planAll(
    rankAliases(dialects, ({ resourceAliases = [] }) => resourceAliases),
    RESOURCE_RANK,
  );
  for (const [key, markers] of markersOf(dialects)) plans.set(key, { ...(plans.get(key) ?? nothing), markers });
  const needsCode = createCodeTest(dialects);
  const isKept = (key: string): boolean => hasContent && KEPT_OTHERWISE.test(key);
  return {
    ofSpan: (key) => {
      const plan = plans.get(key);
      const isAlias = plan !== undefined && plan.offers.length > 0;
      return isKept(key) || needsCode(key, isAlias) ? object : (plan ?? nothing);
    },
    ofResource: (key) => (isKept(key) ? object : (resourcePlans.get(key) ?? nothing)),
  };
}

/** Whether a dialect's code, rather than its table, reads an attribute. An alias is no member of a family. */
function createCodeTest(dialects: readonly Dialect[]): (key: string, isAlias: boolean) => boolean {
  const prefixes = dialects.flatMap(({ families = [] }) => families.map(({ prefix }) => prefix));
  const derived = dialects.flatMap(({ derivesFrom = [] }) => derivesFrom);
  return (key, isAlias) =>
    derived.some((name) => isNamedBy(key, name)) || (!isAlias && prefixes.some((prefix) => isNumbered(key, prefix)));
}

interface Planning {
  readonly orderOf: ReadonlyMap<string, number>;
  readonly baseRank: number;
  readonly hasContent: boolean;
}

function planOf(ranked: readonly RankedAlias[], planning: Planning): KeyPlan {
  const offers = ranked.map((alias) => offerOf(alias, planning));
  const known = offers.filter((offer) => offer !== null);
  return known.length < offers.length ? object : { ...nothing, offers: known };
}

function markersOf(dialects: readonly Dialect[]): ReadonlyMap<string, number> {
  const markers = new Map<string, number>();
  for (const [dialect, { markers: keys, name }] of dialects.entries()) {
    if (name === NO_DIALECT) continue;
    for (const key of keys) markers.set(key, (markers.get(key) ?? 0) | (1 << dialect));
  }
  return markers;
}

function offerOf({ alias, dialect, rank }: RankedAlias, { orderOf, baseRank, hasContent }: Planning): KeyOffer | null {
  const placing =
    hasContent && contentFacts.has(alias.fact) ? placingOfContent(alias) : placingOf(alias.fact, alias.read);
  if (placing === null) return null;
  const isOutput = alias.fact === "outputMessages";
  const { fact, read, flag } = alias;
  return {
    ...placing,
    fact: factNames.indexOf(fact),
    dialect: orderOf.get(dialect) ?? -1,
    rank: baseRank + rank,
    isOutput,
    read,
    isFlagged: flag !== undefined,
  };
}

function placingOfContent({ fact, read }: Alias): Placing | null {
  const [reader, store] = storingOfContent.get(fact) ?? [];
  return store === undefined || read !== reader ? null : { store, column: 0 };
}

function placingOf(fact: FactName, read: Reader<unknown>): Placing | null {
  if (contentFacts.has(fact)) return { store: storing.presence, column: 0 };
  if (fact === "finishReasons") return read === readTexts ? { store: storing.texts, column: 0 } : null;
  const name = columnOf(namedFacts, fact);
  if (name >= 0) return { store: read === readText ? storing.name : storing.computedName, column: name };
  const place = columnOf(placedFacts, fact);
  if (place >= 0)
    return read === readText ? { store: isLinking(fact) ? storing.id : storing.place, column: place } : null;
  const number = columnOf(numberFacts, fact);
  return number < 0 ? null : { store: storingOfReader.get(read) ?? storing.computedNumber, column: number };
}

function isLinking(fact: FactName): boolean {
  return fact === "responseId" || fact === "requestId";
}

function columnOf(columns: readonly FactName[], fact: FactName): number {
  return columns.indexOf(fact);
}
