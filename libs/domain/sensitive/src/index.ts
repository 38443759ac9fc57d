export { identifierPolicy } from "./identifier-policy.ts";
export { countryNamed, regionNamed, shippedEntities } from "./known-names.ts";
export { ownEntities } from "./policy-names.ts";
export { SensitiveSearch } from "./sensitive-search.ts";
export { defaultSensitivePolicy, parseSensitivePolicy, policyOf, sensitiveDetectors } from "./sensitive-policy.ts";
export type {
  OperatorSetting,
  ParsedSensitivePolicy,
  SensitiveDetector,
  SensitivePolicy,
  TenantPolicy,
} from "./sensitive-policy.ts";
