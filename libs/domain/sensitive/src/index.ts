export { identifierPolicy } from "./identifier-policy.ts";
export { SensitiveSearch } from "./sensitive-search.ts";
export { defaultSensitivePolicy, parseSensitivePolicy, policyOf, sensitiveDetectors } from "./sensitive-policy.ts";
export type {
  OperatorSetting,
  ParsedSensitivePolicy,
  SensitiveDetector,
  SensitivePolicy,
  TenantPolicy,
} from "./sensitive-policy.ts";
