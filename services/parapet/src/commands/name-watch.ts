import type { Logger } from "@parapet/runtime";
import { countryNamed, ownEntities, regionNamed, shippedEntities, type SensitivePolicy } from "@parapet/sensitive";

/** The names in a question of which nothing may come. */
export interface AskedNames {
  readonly entities?: readonly string[] | undefined;
  readonly countries?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

/** How many names are told; what comes after is not kept either. */
const MAX_TOLD = 20;

/** Of each kind of names: what is wrong with one that nobody has, and its form. Anything else may be content. */
const kinds = {
  entity: { message: "no recognizer looks for an entity that was asked for", form: /^[A-Z][A-Z0-9_]{0,39}$/ },
  country: { message: "no recognizer is of a country that was asked for", form: /^[a-z]{2,3}$/ },
  region: { message: "no phone formats are known of a region that was asked for", form: /^[A-Z]{2,3}$/ },
} as const;

/** Tells once of each name that nobody has: that nothing is found by it says nothing. */
export function createNameWatch(policy: SensitivePolicy, log: Logger): (asked: AskedNames) => void {
  const { tenants, ...everybody } = policy;
  const entityNames = new Set([...shippedEntities, ...[everybody, ...Object.values(tenants)].flatMap(ownEntities)]);
  const told = new Set<string>();
  const tell = (kind: keyof typeof kinds, name: string): void => {
    const key = `${kind} ${name}`;
    if (told.has(key) || told.size >= MAX_TOLD) return;
    told.add(key);
    const { message, form } = kinds[kind];
    log.warn(message, {
      [kind]: form.test(name) ? name : `(not the name of a ${kind})`,
      known: "docs/specs/sensitive-data.md",
    });
  };
  return ({ entities = [], countries = [], regions = [] }) => {
    for (const name of entities) if (!entityNames.has(name)) tell("entity", name);
    for (const name of countries) if (countryNamed(name) === null) tell("country", name);
    for (const name of regions) if (regionNamed(name) === null) tell("region", name);
  };
}
