import type { Reader } from "./attribute-readers.ts";
import { readCount, readNumber, readText } from "./attribute-readers.ts";
import { groupByNumber } from "./numbered-fields.ts";
import type { FieldGroup } from "./numbered-fields.ts";
import type { AnyValue, AttributeMap, OtlpSpan, SpanEvent } from "../otlp/otlp-span.ts";
import type { QualityFlag } from "./quality-flags.ts";
import type { FactDraft, FactName, FactSource, FactTypes } from "./span-facts.ts";

/** One fact and the attributes that say it. */
export interface Alias {
  readonly fact: FactName;
  /** Newest name first: it wins over the others. */
  readonly keys: readonly string[];
  readonly read: Reader<FactTypes[FactName]>;
  /** Raised by a value that `read` cannot read. */
  readonly flag?: QualityFlag;
  readonly offer: (draft: FactDraft, value: AnyValue, source: FactSource) => void;
}

/** One fact that is spread over numbered attributes, such as `gen_ai.prompt.0.role`. */
export interface Family {
  /** Everything before the first number. */
  readonly prefix: string;
  readonly offer: (draft: FactDraft, attributes: readonly (readonly [string, AnyValue])[], source: FactSource) => void;
}

/** What the hooks of a dialect are given: the span, what is known so far, and how to add to it. */
export interface DialectContext {
  readonly span: OtlpSpan;
  readonly draft: FactDraft;
  /** Adds a fact that only counts where nothing said it before; `keys` are the attributes that say it. */
  readonly fallback: <F extends FactName>(fact: F, value: FactTypes[F] | undefined, ...keys: string[]) => void;
  /** Applies every dialect's aliases to attributes outside of the span's own, such as an event's. True if all were taken. */
  readonly readAttributes: (attributes: AttributeMap) => boolean;
}

/**
 * A family of attribute names for the same facts. To add one: write a file like its neighbours, and list it in
 * `dialects/index.ts`.
 */
export interface Dialect {
  /** Value of `LlmSpan.dialect`. */
  readonly name: string;
  /** Attributes whose presence alone says that a span speaks this dialect. */
  readonly markers: readonly string[];
  /** Names of instrumentation scopes that say the same. */
  readonly scopes?: readonly string[];
  readonly aliases: readonly Alias[];
  readonly families?: readonly Family[];
  /** Facts that a resource tells of all its spans, where the span itself says nothing. */
  readonly resourceAliases?: readonly Alias[];
  /**
   * The attributes that `derive` looks at besides those of aliases and families: whole keys, or prefixes that end in a
   * dot. A span without any of them, and whose scope is not in `scopes`, must come out the same when `derive` is left out.
   */
  readonly derivesFrom?: readonly string[];
  /** Reads the span events that hold facts; answers those that it took in whole. */
  readonly readEvents?: (context: DialectContext) => readonly SpanEvent[];
  /** Derives facts from several attributes, after all others were read. */
  readonly derive?: (context: DialectContext) => void;
}

/** An alias whose values are read by `read`; a value that it cannot read raises `flag`. */
export function alias<F extends FactName>(
  fact: F,
  read: Reader<FactTypes[F]>,
  keys: readonly string[],
  flag?: QualityFlag,
): Alias {
  return {
    fact,
    keys,
    read,
    ...(flag === undefined ? {} : { flag }),
    offer(draft, raw, source) {
      const value = read(raw);
      if (value !== undefined) draft.offer(fact, value, source);
      else if (flag !== undefined && raw !== null && raw !== "") draft.flags.add(flag);
    },
  };
}

type FactOfType<T> = { [F in FactName]: FactTypes[F] extends T ? F : never }[FactName];

export function textAlias(fact: FactOfType<string>, ...keys: string[]): Alias {
  return alias(fact, readText, keys);
}

export function countAlias(fact: FactOfType<number>, ...keys: string[]): Alias {
  return alias(fact, readCount, keys, "invalid_token_count");
}

export function numberAlias(fact: FactOfType<number>, ...keys: string[]): Alias {
  return alias(fact, readNumber, keys, "invalid_number");
}

/** A family read by `read`, which takes from the groups, in the order of their numbers, the fields that it uses. */
export function family<F extends FactName>(
  fact: F,
  prefix: string,
  read: (groups: readonly FieldGroup[]) => FactTypes[F] | undefined,
): Family {
  return {
    prefix,
    offer(draft, attributes, source) {
      const groups = groupByNumber(attributes, prefix);
      const value = read(groups);
      const keys = [...(groups[0]?.taken ?? [])];
      if (value !== undefined && keys.length > 0) draft.offer(fact, value, { ...source, keys });
    },
  };
}
