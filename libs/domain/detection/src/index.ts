export { detectionStatuses } from "./detection.ts";
export { categories, severities } from "./finding.ts";
export { isFlagged, isScore } from "./is-flagged.ts";
export { severityOf } from "./severity-of.ts";
export { taxonomy } from "./taxonomy.ts";
export type { Detection, DetectionStatus, DetectorInput, Direction } from "./detection.ts";
export type { Category, Finding, Severity } from "./finding.ts";
export type { RiskTags } from "./taxonomy.ts";
