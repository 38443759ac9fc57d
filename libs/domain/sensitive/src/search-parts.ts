import { denyListRecognizers, defaultMinScore, isAsked, recognizers, type Recognizer } from "@parapet/pii";
import { secretFormats } from "@parapet/secrets";

import { customRecognizer } from "./custom-recognizer.ts";
import type { SearchPart } from "./search-part.ts";
import { sensitiveDetectors, type SensitiveDetector, type TenantPolicy } from "./sensitive-policy.ts";

/** All expressions that a policy asks for. */
export function searchPartsOf(policy: TenantPolicy): readonly SearchPart[] {
  const { detectors = sensitiveDetectors } = policy;
  const parts: Readonly<Record<SensitiveDetector, () => readonly SearchPart[]>> = {
    pii: () => piiRecognizersOf(policy).flatMap((recognizer) => piiPartsOf(recognizer, policy)),
    secrets: () => secretParts(policy),
  };
  return detectors.flatMap((detector) => parts[detector]());
}

/** What users name themselves is always looked for. */
function piiRecognizersOf({
  deny = {},
  recognizers: custom = [],
  entities,
  countries,
}: TenantPolicy): readonly Recognizer[] {
  const shipped = recognizers.filter((recognizer) => isAsked(recognizer, { entities, countries }));
  return [...denyListRecognizers(deny), ...custom.map(customRecognizer), ...shipped];
}

function piiPartsOf(
  recognizer: Recognizer,
  { entities, context = [], minScore = defaultMinScore }: TenantPolicy,
): readonly SearchPart[] {
  const { entity, contextWords, parts } = recognizer;
  const scoredBy = { ...recognizer, contextWords: [...contextWords, ...context], isNamed: entities !== undefined };
  return parts.map((part): SearchPart => {
    return { part, category: "pii", entity, scoredBy, needsContext: part.bestScore < minScore };
  });
}

function secretParts({ entities, minScore = 0 }: TenantPolicy): readonly SearchPart[] {
  return secretFormats
    .filter(({ id, bestScore }) => (entities?.includes(id) ?? true) && bestScore >= minScore)
    .map((part): SearchPart => {
      return { part, category: "secret", entity: part.id, scoredBy: null, needsContext: false };
    });
}
