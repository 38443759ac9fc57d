import type { Reader } from "../facts/attribute-readers.ts";
import {
  readBool,
  readCount,
  readMillisOfSeconds,
  readNumber,
  readText,
  readTexts,
} from "../facts/attribute-readers.ts";
import { NO_DIALECT, rankAliases, RESOURCE_RANK } from "../facts/collect-facts.ts";
import { isNamedBy } from "../facts/code-triggers.ts";
import type { AliasIndex, RankedAlias } from "../facts/collect-facts.ts";
import type { Dialect } from "../facts/dialect.ts";
import { isNumbered } from "../facts/numbered-fields.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";
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
  texts: 8,
  presence: 9,
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

interface Placing {
  readonly store: number;
  readonly column: number;
}

/** What keys mean on a span and on its resource. */
export interface KeyPlans {
  readonly ofSpan: (key: string) => KeyPlan;
  readonly ofResource: (key: string) => KeyPlan;
}

/** Plans for the attribute keys of all dialects; the table rows of the dialects are the only source. */
export function createKeyPlans(dialects: readonly Dialect[]): KeyPlans {
  const orderOf = new Map(dialects.map(({ name }, order) => [name, order]));
  const planAll = (index: AliasIndex, baseRank: number): Map<string, KeyPlan> =>
    new Map([...index].map(([key, ranked]) => [key, planOf(ranked, orderOf, baseRank)]));
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
  return {
    ofSpan: (key) => {
      const plan = plans.get(key);
      return needsCode(key, plan !== undefined && plan.offers.length > 0) ? object : (plan ?? nothing);
    },
    ofResource: (key) => resourcePlans.get(key) ?? nothing,
  };
}

/** Whether a dialect's code, rather than its table, reads an attribute. An alias is no member of a family. */
function createCodeTest(dialects: readonly Dialect[]): (key: string, isAlias: boolean) => boolean {
  const prefixes = dialects.flatMap(({ families = [] }) => families.map(({ prefix }) => prefix));
  const derived = dialects.flatMap(({ derivesFrom = [] }) => derivesFrom);
  return (key, isAlias) =>
    derived.some((name) => isNamedBy(key, name)) || (!isAlias && prefixes.some((prefix) => isNumbered(key, prefix)));
}

function planOf(ranked: readonly RankedAlias[], orderOf: ReadonlyMap<string, number>, baseRank: number): KeyPlan {
  const offers = ranked.map((alias) => offerOf(alias, orderOf.get(alias.dialect) ?? -1, baseRank));
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

function offerOf({ alias, rank }: RankedAlias, dialect: number, baseRank: number): KeyOffer | null {
  const placing = placingOf(alias.fact, alias.read);
  if (placing === null) return null;
  const isOutput = alias.fact === "outputMessages";
  const { fact, read, flag } = alias;
  return {
    ...placing,
    fact: factNames.indexOf(fact),
    dialect,
    rank: baseRank + rank,
    isOutput,
    read,
    isFlagged: flag !== undefined,
  };
}

function placingOf(fact: FactName, read: Reader<unknown>): Placing | null {
  if (contentFacts.has(fact)) return { store: storing.presence, column: 0 };
  if (fact === "finishReasons") return read === readTexts ? { store: storing.texts, column: 0 } : null;
  const name = columnOf(namedFacts, fact);
  if (name >= 0) return { store: read === readText ? storing.name : storing.computedName, column: name };
  const place = columnOf(placedFacts, fact);
  if (place >= 0) return read === readText ? { store: storing.place, column: place } : null;
  const number = columnOf(numberFacts, fact);
  return number < 0 ? null : { store: storingOfReader.get(read) ?? storing.computedNumber, column: number };
}

function columnOf(columns: readonly FactName[], fact: FactName): number {
  return columns.indexOf(fact);
}
