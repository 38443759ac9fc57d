export { binomialUpperTail } from "./binomial-tail.ts";
export { budgetRemaining, burnErrorRatio, burnFactor, burnRate } from "./burn-rate.ts";
export { clopperPearson } from "./clopper-pearson.ts";
export { cosineDistance } from "./cosine-distance.ts";
export { quantile } from "./quantile.ts";
export type { BudgetSpend, EventCount } from "./burn-rate.ts";
export type { Interval } from "./clopper-pearson.ts";
