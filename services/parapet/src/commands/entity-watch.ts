import { recognizers } from "@parapet/pii";
import type { Logger } from "@parapet/runtime";
import { secretFormats } from "@parapet/secrets";
import type { SensitivePolicy } from "@parapet/sensitive";
import { obfuscationKinds } from "@parapet/text";

const shipped: readonly string[] = [
  ...recognizers.map(({ entity }) => entity),
  ...secretFormats.map(({ id }) => id),
  ...obfuscationKinds.map((kind) => kind.toUpperCase()),
];

/** How many names are told; what comes after is not kept either. */
const MAX_TOLD = 20;
/** Anything else in the place of a name may be content. */
const entityName = /^[A-Z][A-Z0-9_]{0,39}$/;

/** Tells once of each entity that no recognizer looks for: that nothing of it is found says nothing. */
export function createEntityWatch(policy: SensitivePolicy, log: Logger): (entities: readonly string[]) => void {
  const known = new Set([...shipped, ...ownEntities(policy)]);
  const told = new Set<string>();
  return (entities) => {
    for (const entity of entities) {
      if (known.has(entity) || told.has(entity) || told.size >= MAX_TOLD) continue;
      told.add(entity);
      log.warn("no recognizer looks for an entity that was asked for", {
        entity: entityName.test(entity) ? entity : "(not the name of an entity)",
        known: "docs/specs/sensitive-data.md",
      });
    }
  };
}

function ownEntities({ tenants, ...everybody }: SensitivePolicy): readonly string[] {
  return [everybody, ...Object.values(tenants)].flatMap(({ deny = {}, recognizers: own = [] }) => [
    ...Object.keys(deny),
    ...own.map(({ entity }) => entity),
  ]);
}
