export { decide, thresholdOf } from "./decide.ts";
export { decisions, strictestOf } from "./decision.ts";
export { defaultPolicy } from "./default-policy.ts";
export { parsePolicy } from "./policy.ts";
export { decideSafety, safetyOf } from "./safety.ts";
export type { Decision } from "./decision.ts";
export type { ParsedPolicy, Policy, PolicyRule } from "./policy.ts";
