export { loadRulesFile } from "./load-rules-file.ts";
export { createRuler } from "./ruler.ts";
export type { RoundReport, RuleFailure, RulerDeps, RulerService } from "./ruler.ts";
export type { RulerQueries } from "./rules/rule-context.ts";
