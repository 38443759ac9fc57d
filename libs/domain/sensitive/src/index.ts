export { identifierPolicy } from "./identifier-policy.ts";
export { countryNamed, regionNamed, shippedEntities } from "./known-names.ts";
export { ownEntities } from "./policy-names.ts";
export { SensitiveSearch } from "./sensitive-search.ts";
export {
  contentModes,
  defaultSensitivePolicy,
  parseSensitivePolicy,
  policyOf,
  sensitiveDetectors,
} from "./sensitive-policy.ts";
export type {
  ContentMode,
  OperatorSetting,
  ParsedSensitivePolicy,
  SensitiveDetector,
  SensitivePolicy,
  TenantPolicy,
} from "./sensitive-policy.ts";
