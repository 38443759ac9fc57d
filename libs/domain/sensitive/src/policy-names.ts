import { defaultRegions } from "@parapet/pii";

import {
  countryNamed,
  knownCountries,
  likelyMeant,
  nameAmong,
  regionNamed,
  replacedEntities,
  shippedEntities,
} from "./known-names.ts";
import type { SensitivePolicy, TenantPolicy } from "./sensitive-policy.ts";

/** What a policy says with names in it. */
type Named = Pick<TenantPolicy, "entities" | "countries" | "regions" | "operators">;

/** Finds the name that was written, or tells what is wrong with it. */
type Reader = (path: string, written: string) => string;

export interface NamedPolicy {
  readonly policy: SensitivePolicy;
  /** One sentence for each name that is nobody's, with its path. Looking for it would find nothing, and say nothing. */
  readonly problems: readonly string[];
}

/** A policy with its names as recognizers have them. */
export function withKnownNames(policy: SensitivePolicy): NamedPolicy {
  const problems: string[] = [];
  const { tenants, ...everybody } = policy;
  // What everybody says holds for tenants too, whose own entities it may name.
  const all = [everybody, ...Object.values(tenants)].flatMap(ownEntities);
  const named = Object.entries(tenants).map(([tenant, own]): [string, TenantPolicy] => {
    const readers = readersOf(ownEntities({ ...everybody, ...own }), problems);
    return [tenant, { ...own, ...namesOf(own, `tenants.${tenant}.`, readers) }];
  });
  const common = namesOf(everybody, "", readersOf(all, problems));
  return { policy: { ...policy, ...common, tenants: Object.fromEntries(named) }, problems };
}

/** Entities that a policy brings itself. */
export function ownEntities({ deny = {}, recognizers = [] }: TenantPolicy): readonly string[] {
  return [...Object.keys(deny), ...recognizers.map(({ entity }) => entity)];
}

type Readers = Readonly<Record<keyof Named, Reader>>;

function readersOf(own: readonly string[], problems: string[]): Readers {
  const reader = (nameOf: (written: string) => string | null, what: string, meant: readonly string[]): Reader => {
    return (path, written) => {
      const name = nameOf(written);
      if (name !== null) return name;
      const near = likelyMeant(meant, written);
      problems.push(`${path}: ${what}${near === null ? "" : `; did you mean ${near}?`}`);
      return written;
    };
  };
  const searched = [...own, ...shippedEntities];
  const replaced = [...own, ...replacedEntities, "DEFAULT"];
  const noCountry = `no recognizer is of this country; there are ${knownCountries.join(", ")}`;
  const noRegion = `no region of phone numbers has this name; they are ISO 3166 codes such as ${defaultRegions[0]}`;
  return {
    entities: reader((name) => nameAmong(searched, name), "no recognizer looks for this entity", searched),
    operators: reader((name) => nameAmong(replaced, name), "no recognizer looks for this entity", replaced),
    countries: reader(countryNamed, noCountry, []),
    regions: reader(regionNamed, noRegion, []),
  };
}

/** The names of a policy, read; what it does not say stays unsaid. */
function namesOf(policy: Named, at: string, readers: Readers): Named {
  const read = (field: "entities" | "countries" | "regions"): Named => {
    const written = policy[field];
    if (written === undefined) return {};
    return { [field]: written.map((name, index) => readers[field](`${at}${field}.${index}`, name)) };
  };
  return { ...read("entities"), ...read("countries"), ...read("regions"), ...operatorsOf(policy, at, readers) };
}

/** Operators by names as they are. A name as it is written goes before one that is written otherwise. */
function operatorsOf({ operators }: Named, at: string, readers: Readers): Named {
  if (operators === undefined) return {};
  const read = Object.entries(operators).map(([written, operator]) => {
    return { written, name: readers.operators(`${at}operators.${written}`, written), operator };
  });
  const exactLast = read.toSorted(
    (left, right) => Number(left.name === left.written) - Number(right.name === right.written),
  );
  return { operators: Object.fromEntries(exactLast.map(({ name, operator }) => [name, operator])) };
}
