export { detectAll } from "./detect-all.ts";
export { categories, severities } from "./finding.ts";
export { isFlagged, isScore } from "./is-flagged.ts";
export { severityOf } from "./severity-of.ts";
export { taxonomy } from "./taxonomy.ts";
export type { Detection, Detector, DetectorInput, Direction } from "./detector.ts";
export type { Category, Finding, Severity } from "./finding.ts";
export type { RiskTags } from "./taxonomy.ts";
