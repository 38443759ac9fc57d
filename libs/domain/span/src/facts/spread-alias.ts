import type { Alias } from "./dialect.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import type { QualityFlag } from "./quality-flags.ts";
import type { FactDraft, FactName, FactSource, FactTypes } from "./span-facts.ts";

/** One fact among several that one attribute tells. */
export type ToldFact = (draft: FactDraft, source: FactSource) => void;

/** What an attribute with a structured value tells. */
export interface ToldFacts {
  readonly facts: readonly ToldFact[];
  /** The value says nothing besides; else its attribute is kept. */
  readonly isWhole: boolean;
  readonly flag?: QualityFlag | undefined;
}

/** A fact of a structured value; none where the value does not say it. */
export function tell<F extends FactName>(fact: F, value: FactTypes[F] | undefined): readonly ToldFact[] {
  return value === undefined ? [] : [(draft, source) => draft.offer(fact, value, source)];
}

/**
 * Attributes whose structured value, such as a JSON object of token counts, tells many facts. `fact` is the foremost of
 * them. A value that is not structured so raises `invalid_number`.
 */
export function spreadAlias(
  fact: FactName,
  keys: readonly string[],
  read: (value: AnyValue) => ToldFacts | undefined,
): Alias {
  return {
    fact,
    keys,
    // Whoever reads one fact alone cannot read this alias.
    read: () => undefined,
    flag: "invalid_number",
    offer(draft, raw, source) {
      const told = read(raw);
      if (told === undefined) {
        if (raw !== null && raw !== "") draft.flags.add("invalid_number");
        return;
      }
      if (told.flag !== undefined) draft.flags.add(told.flag);
      const keysOfFacts = told.isWhole ? source.keys : [];
      for (const offer of told.facts) offer(draft, { ...source, keys: keysOfFacts });
    },
  };
}
