/** Good and bad events of an SLI in one window. */
export interface EventCount {
  readonly bad: number;
  readonly total: number;
}

/**
 * How many times faster than allowed the error budget is being spent: 1 spends exactly the budget by the end of the
 * SLO period. Null when nothing happened, which is neither good nor bad.
 * Source: The Site Reliability Workbook, chapter 5, "Alerting on SLOs".
 */
export function burnRate({ bad, total }: EventCount, objective: number): number | null {
  return total === 0 ? null : settle(bad / total / (1 - objective));
}

/**
 * Twelve significant digits. Objectives such as 0.9 are no binary fractions, and a rate that is exactly at a threshold
 * must not pass it by a rounding error.
 */
function settle(value: number): number {
  return Number(value.toPrecision(12));
}

export interface BudgetSpend {
  /** Share of the period's error budget, in (0, 1]. */
  readonly budgetShare: number;
  readonly periodMs: number;
  readonly windowMs: number;
}

/** The burn rate that spends `budgetShare` of a period's budget within the window: 2 % of 30 days in 1 h is 14.4. */
export function burnFactor({ budgetShare, periodMs, windowMs }: BudgetSpend): number {
  return settle((budgetShare * periodMs) / windowMs);
}

/**
 * The error ratio at which a burn rate of `factor` is reached. At 1 or above it never can be exceeded, even when every
 * event is bad: such a threshold looks like an alert and is none.
 */
export function burnErrorRatio(factor: number, objective: number): number {
  return settle(factor * (1 - objective));
}

/** The share of a period's error budget that is left; below zero when it is overspent. Null when nothing happened. */
export function budgetRemaining(period: EventCount, objective: number): number | null {
  const burn = burnRate(period, objective);
  return burn === null ? null : 1 - burn;
}
