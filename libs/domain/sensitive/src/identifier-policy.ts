import { secretFormats } from "@parapet/secrets";

import type { TenantPolicy } from "./sensitive-policy.ts";

/** Entities that the random digits of an identifier do not take the form of by chance. */
const unmistakable: readonly string[] = ["EMAIL_ADDRESS", "IBAN_CODE", ...secretFormats.map(({ id }) => id)];

/** What is looked for in identifiers that programs make: what a policy asks for, save what their digits may look like. */
export function identifierPolicy(policy: TenantPolicy): TenantPolicy {
  const { entities = unmistakable, deny: _deny, recognizers: _recognizers, ...rest } = policy;
  return { ...rest, entities: unmistakable.filter((entity) => entities.includes(entity)) };
}
