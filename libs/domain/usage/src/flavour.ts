import { parseCountPath, readPath, sumOf } from "./count-path.ts";
import { propertyOf, valueAt } from "./json-value.ts";
import type { ReadCount } from "./read-count.ts";
import { tallyOf, type CountName, type Tally } from "./tally.ts";

/** Spellings of one fact: the first that tells a count is taken. */
export type Spellings = readonly string[];

/**
 * Where a count is told. `plus`: counts that this API keeps beside the one of `first` although they belong to it.
 * Without `first` the count is unknown, unless `isFirstOptional`: then the others alone make it.
 */
export interface CountRule {
  readonly first: Spellings;
  readonly plus: readonly Spellings[];
  readonly isFirstOptional?: boolean;
}

export type CountTable = Partial<Readonly<Record<CountName, Spellings | CountRule>>>;

/** One family of usage bodies, as data. Paths are those of `parseCountPath`. */
export interface FlavourSpec {
  readonly name: string;
  /** Paths of the usage object in a whole answer, tried in order; `""` is the answer itself. */
  readonly roots: readonly string[];
  /** Keys of a usage object of which one says that it speaks this flavour. */
  readonly marks: readonly string[];
  readonly counts: CountTable;
}

/** A family of usage bodies that can be read. */
export interface Flavour {
  readonly name: string;
  /** Keys of an answer of which one has to be there for `find` to find anything. */
  readonly entryKeys: readonly string[];
  /** The usage object in an answer, whole or bare; undefined when the answer does not speak this flavour. */
  readonly find: (body: unknown) => unknown;
  readonly read: (usage: unknown) => FlavourReading;
}

interface FlavourReading {
  readonly tally: Tally;
  /** Whether a count was anything but a whole number of zero or more. */
  readonly isMalformed: boolean;
}

/** Parses the paths of a flavour once. */
export function createFlavour({ name, roots, marks, counts }: FlavourSpec): Flavour {
  const rootKeys = roots.map((root) => (root === "" ? [] : root.split(".")));
  const rules = new Map(Object.entries(counts).map(([count, rule]) => [count, compileRule(rule)]));
  return {
    name,
    entryKeys: rootKeys.flatMap(([key]) => key ?? marks),
    find: (body) => rootKeys.map((keys) => valueAt(body, keys)).find((usage) => hasAny(usage, marks)),
    read: (usage) => readTally(usage, rules),
  };
}

type ReadRule = (usage: unknown) => ReadCount;

function compileRule(rule: Spellings | CountRule): ReadRule {
  if (!("first" in rule)) return compileSpellings(rule);
  const readFirst = compileSpellings(rule.first);
  const readOthers = rule.plus.map(compileSpellings);
  return (usage) => {
    const first = readFirst(usage);
    if (first.count === null && rule.isFirstOptional !== true) return first;
    return sumOf([first, ...readOthers.map((read) => read(usage))]);
  };
}

function compileSpellings(spellings: Spellings): ReadRule {
  const paths = spellings.map(parseCountPath);
  return (usage) => {
    let isMalformed = false;
    for (const path of paths) {
      const read = readPath(usage, path);
      isMalformed ||= read.isMalformed;
      if (read.count !== null) return { count: read.count, isMalformed };
    }
    return { count: null, isMalformed };
  };
}

function readTally(usage: unknown, rules: ReadonlyMap<string, ReadRule>): FlavourReading {
  let isMalformed = false;
  const tally = tallyOf((name) => {
    const read = rules.get(name)?.(usage);
    isMalformed ||= read?.isMalformed === true;
    return read?.count ?? null;
  });
  return { tally, isMalformed };
}

function hasAny(usage: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => (propertyOf(usage, key) ?? null) !== null);
}
