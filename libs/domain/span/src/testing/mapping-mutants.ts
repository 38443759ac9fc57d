import type { Alias, Dialect, Family } from "../facts/dialect.ts";
import type { AttributeMap } from "../otlp/otlp-span.ts";
import { FactDraft } from "../facts/span-facts.ts";
import type { FactName, FactSource, FactTypes } from "../facts/span-facts.ts";
import { counterparts } from "./counterparts.ts";

/** The dialects with one mistake in them. */
export interface MappingMutant {
  /** `otel_genai: drop gen_ai.system`. */
  readonly name: string;
  /** Attributes that the mistake is about: their rows are likeliest to notice. */
  readonly keys: readonly string[];
  readonly dialects: readonly Dialect[];
}

/** A mistake in one part of a dialect; null stands for a part that is gone. */
interface Mistake<Part> {
  readonly name: string;
  readonly keys: readonly string[];
  readonly part: Part | null;
}

/**
 * Every mistake that a hand could make in one row of the tables: a key dropped, renamed, or swapped with the next of the
 * same fact; two rows of the same fact swapped; a row that tells another fact of the same type; an attribute that
 * `derive` does not look at.
 */
export function mappingMutants(dialects: readonly Dialect[]): readonly MappingMutant[] {
  return dialects.flatMap((dialect, at) =>
    mistakesOfDialect(dialect).map(({ name, keys, part }) => ({
      name: `${dialect.name}: ${name}`,
      keys,
      dialects: dialects.with(at, part ?? dialect),
    })),
  );
}

function mistakesOfDialect(dialect: Dialect): Mistake<Dialect>[] {
  const { aliases, families = [], resourceAliases = [], derivesFrom = [] } = dialect;
  return [
    ...inList(aliases, mistakesOfAlias, (mutated) => ({ ...dialect, aliases: mutated })),
    ...swappedRows(dialect),
    ...inList(resourceAliases, mistakesOfAlias, (mutated) => ({ ...dialect, resourceAliases: mutated })),
    ...inList(families, mistakesOfFamily, (mutated) => ({ ...dialect, families: mutated })),
    ...derivesFrom.map((key) => ({ name: `derive without ${key}`, keys: [key], part: derivingWithout(dialect, key) })),
  ];
}

function inList<Part>(
  parts: readonly Part[],
  mistakesOf: (part: Part) => readonly Mistake<Part>[],
  rebuild: (parts: readonly Part[]) => Dialect,
): Mistake<Dialect>[] {
  return parts.flatMap((original, at) =>
    mistakesOf(original).map(({ name, keys, part }) => ({
      name,
      keys,
      part: rebuild(part === null ? parts.toSpliced(at, 1) : parts.with(at, part)),
    })),
  );
}

function mistakesOfAlias(alias: Alias): Mistake<Alias>[] {
  const { keys, fact } = alias;
  const other = counterparts[fact];
  return [
    ...keys.flatMap((key, at) => [
      { name: `drop ${key}`, keys: [key], part: { ...alias, keys: keys.toSpliced(at, 1) } },
      { name: `rename ${key}`, keys: [key], part: { ...alias, keys: keys.with(at, renamed(key)) } },
    ]),
    ...keys.slice(1).map((key, at) => {
      const before = keys[at] ?? key;
      const swapped = keys.with(at, key).with(at + 1, before);
      return { name: `swap ${before} and ${key}`, keys: [before, key], part: { ...alias, keys: swapped } };
    }),
    ...(other === null ? [] : [{ name: `tell ${other} by ${keys.join(", ")}`, keys, part: redirected(alias, other) }]),
  ];
}

/** Of two rows for one fact the upper wins. */
function swappedRows(dialect: Dialect): Mistake<Dialect>[] {
  const { aliases } = dialect;
  return aliases.flatMap((alias, at) => {
    const below = aliases.findIndex(({ fact }, other) => other > at && fact === alias.fact);
    const successor = aliases[below];
    if (successor === undefined) return [];
    const keys = [alias.keys.at(-1) ?? "", successor.keys[0] ?? ""];
    const part = { ...dialect, aliases: aliases.with(at, successor).with(below, alias) };
    return [{ name: `swap the rows of ${keys.join(" and ")}`, keys, part }];
  });
}

function mistakesOfFamily(family: Family): Mistake<Family>[] {
  const { prefix } = family;
  return [
    { name: `drop ${prefix}`, keys: [prefix], part: null },
    { name: `rename ${prefix}`, keys: [prefix], part: { ...family, prefix: renamed(prefix) } },
    { name: `tell another fact by ${prefix}`, keys: [prefix], part: misleading(family) },
  ];
}

function renamed(key: string): string {
  return `renamed.${key}`;
}

function redirected(alias: Alias, other: FactName): Alias {
  return {
    ...alias,
    offer(draft, value, source) {
      alias.offer(new MisleadingDraft(draft, (fact) => (fact === alias.fact ? other : fact)), value, source);
    },
  };
}

function misleading(family: Family): Family {
  return {
    ...family,
    offer(draft, attributes, source) {
      family.offer(new MisleadingDraft(draft, (fact) => counterparts[fact]), attributes, source);
    },
  };
}

/** Tells another draft each fact as another one; one that has no other is not told. */
class MisleadingDraft extends FactDraft {
  readonly #draft: FactDraft;
  readonly #instead: (fact: FactName) => FactName | null;

  constructor(draft: FactDraft, instead: (fact: FactName) => FactName | null) {
    super();
    this.#draft = draft;
    this.#instead = instead;
  }

  override offer<F extends FactName>(fact: F, value: FactTypes[F], source: FactSource): void {
    const other = this.#instead(fact);
    if (other !== null) this.#draft.offer<FactName>(other, value, source);
  }
}

function derivingWithout(dialect: Dialect, key: string): Dialect {
  const { derive } = dialect;
  if (derive === undefined) return dialect;
  return {
    ...dialect,
    derive: (context) =>
      derive({ ...context, span: { ...context.span, attributes: attributesWithout(context.span.attributes, key) } }),
  };
}

/** A key that ends in a dot stands for all that begin with it. */
function attributesWithout(attributes: AttributeMap, key: string): AttributeMap {
  const isOne = (name: string): boolean => (key.endsWith(".") ? name.startsWith(key) : name === key);
  return new Map([...attributes].filter(([name]) => !isOne(name)));
}
