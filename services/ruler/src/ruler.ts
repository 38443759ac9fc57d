import { setTimeout as delay } from "node:timers/promises";

import {
  advanceAlerts,
  alertsToSend,
  retireRules,
  type AdvancedAlerts,
  type AlertSink,
  type AlertState,
  type Rule,
  type Transition,
} from "@parapet/alerting";
import type { BlockSink } from "@parapet/delivery";
import {
  describeError,
  errorCode,
  type Clock,
  type HealthCheck,
  type Logger,
  type Meter,
  type Service,
} from "@parapet/runtime";

import { EventJournal } from "./event-journal.ts";
import { restoreAlerts } from "./restore-alerts.ts";
import { createRulerMetrics, type RulerMetrics } from "./ruler-metrics.ts";
import { evaluateRule } from "./rules/evaluate-rule.ts";
import type { RulerQueries } from "./rules/rule-context.ts";

export interface RulerDeps {
  /** Reads every tenant. */
  readonly clickhouse: RulerQueries;
  readonly rules: readonly Rule[];
  readonly sink: AlertSink;
  /** Takes rows of `alert_events`. */
  readonly events: BlockSink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
  readonly intervalMs: number;
  /** How late data may come: windows end this long before now. */
  readonly watermarkMs?: number;
  /** Bound of one query, one write and one notification each. */
  readonly deadlineMs?: number;
  /** Where a person can look at an alert: `<externalUrl>/alerts/<fingerprint>`. */
  readonly externalUrl: string;
}

/** What one round did. */
export interface RoundReport {
  readonly atMs: number;
  readonly transitions: readonly Transition[];
  readonly failures: readonly RuleFailure[];
}

export interface RuleFailure {
  readonly rule: string;
  /** The code of the error; bounded. */
  readonly code: string;
}

export interface RulerService extends Service {
  /** Evaluates every rule once and tells the sink; rounds never overlap. Throws only when no state can be restored. */
  readonly evaluateOnce: () => Promise<RoundReport>;
  /** Well while rounds end in time. */
  readonly health: HealthCheck;
}

type Round = AdvancedAlerts & Pick<RoundReport, "failures">;

const MAX_JOURNAL_BYTES = 16 * 1024 * 1024;
const MIN_VALID_MS = 60_000;

/** Evaluates the rules at each interval, keeps the state of their alerts, and tells the sink what fires or has ended. */
export function createRuler(deps: RulerDeps): RulerService {
  const ruler = new Ruler(deps);
  return {
    name: "ruler",
    start: async () => ruler.start(),
    stop: () => ruler.stop(),
    evaluateOnce: () => ruler.evaluateOnce(),
    health: { name: "rounds", check: async () => ruler.describeFault() },
  };
}

class Ruler {
  readonly #deps: RulerDeps;
  readonly #metrics: RulerMetrics;
  readonly #journal: EventJournal;
  readonly #abort = new AbortController();
  #state: AlertState | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | undefined;
  #lastRoundMs: number;

  constructor(deps: RulerDeps) {
    this.#deps = deps;
    this.#metrics = createRulerMetrics(deps.meter);
    this.#journal = new EventJournal(deps.events, MAX_JOURNAL_BYTES);
    this.#lastRoundMs = deps.clock.nowMs();
  }

  start(): void {
    this.#loop ??= this.#run(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop;
    await this.#round.catch(() => undefined); // Whoever asked for the round was told.
  }

  evaluateOnce(): Promise<RoundReport> {
    const round = this.#round.catch(() => undefined).then(() => this.#evaluate());
    this.#round = round;
    return round;
  }

  describeFault(): string | null {
    const ageMs = this.#deps.clock.nowMs() - this.#lastRoundMs;
    return ageMs <= 3 * this.#deps.intervalMs
      ? null
      : `no round of evaluations ended for ${Math.round(ageMs / 1_000)} s`;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { intervalMs, log } = this.#deps;
    while (!signal.aborted) {
      await this.evaluateOnce().catch((error: unknown) => {
        if (!signal.aborted) log.error("round failed", { cause: describeError(error) });
      });
      await delay(intervalMs, undefined, { signal }).catch(() => undefined); // Aborted: the loop ends.
    }
  }

  async #evaluate(): Promise<RoundReport> {
    const { clock } = this.#deps;
    const [atMs, startedMs] = [clock.nowMs(), clock.monotonicMs()];
    const round = await this.#evaluateRules(await this.#restore(atMs), atMs);
    this.#state = round.state;
    await Promise.all([this.#record(round.transitions), this.#tell(round.state, atMs)]);
    this.#lastRoundMs = clock.nowMs();
    this.#metrics.roundSeconds((clock.monotonicMs() - startedMs) / 1_000);
    return { atMs, transitions: round.transitions, failures: round.failures };
  }

  async #evaluateRules(before: AdvancedAlerts, atMs: number): Promise<Round> {
    let state = before.state;
    const transitions = [...before.transitions];
    const failures: RuleFailure[] = [];
    for (const rule of this.#deps.rules) {
      try {
        const advanced = await this.#evaluateRule(rule, state, atMs);
        state = advanced.state;
        transitions.push(...advanced.transitions);
      } catch (error) {
        this.#abort.signal.throwIfAborted();
        failures.push(this.#fail(rule, error));
      }
    }
    return { state, transitions, failures };
  }

  /** The state as it is; in the first round the stored one, without the alerts of rules that are no more. */
  async #restore(nowMs: number): Promise<AdvancedAlerts> {
    if (this.#state !== undefined) return { state: this.#state, transitions: [] };
    const { clickhouse, rules, log } = this.#deps;
    const stored = await restoreAlerts(clickhouse, nowMs, this.#deadline());
    log.info("alerts restored", { active: stored.active.size, rules: rules.length });
    return retireRules(stored, new Set(rules.map(({ name }) => name)), nowMs);
  }

  async #evaluateRule(rule: Rule, state: AlertState, nowMs: number): Promise<AdvancedAlerts> {
    const { clickhouse, watermarkMs = 30_000, log } = this.#deps;
    this.#metrics.rules.received(1);
    const evaluation = await evaluateRule(rule, {
      clickhouse,
      toMs: nowMs - watermarkMs,
      signal: this.#deadline(),
      onTooManySeries: () => log.warn("rule has too many series: the least grave are not judged", { rule: rule.name }),
    });
    this.#metrics.rules.sent(1);
    return advanceAlerts(state, evaluation, nowMs);
  }

  /** A rule that cannot be evaluated changes nothing: its alerts go on as they were. */
  #fail(rule: Rule, error: unknown): RuleFailure {
    const code = errorCode(error);
    this.#metrics.rules.errored(code);
    this.#deps.log.error("rule cannot be evaluated", { rule: rule.name, cause: describeError(error) });
    return { rule: rule.name, code };
  }

  async #record(transitions: readonly Transition[]): Promise<void> {
    this.#metrics.events.received(transitions.length);
    const dropped = this.#journal.add(transitions);
    if (dropped > 0) this.#metrics.events.discarded(dropped, "journal_full");
    try {
      this.#metrics.events.sent(await this.#journal.flush(this.#deadline()));
    } catch (error) {
      this.#metrics.events.errored(errorCode(error));
      this.#deps.log.error("alert events cannot be stored now; they wait", { cause: describeError(error) });
    }
  }

  async #tell(state: AlertState, nowMs: number): Promise<void> {
    const { sink, intervalMs, externalUrl, log } = this.#deps;
    const validForMs = Math.max(MIN_VALID_MS, 4 * intervalMs);
    const generatorUrl = (fingerprint: string): string => `${externalUrl}/alerts/${fingerprint}`;
    const alerts = alertsToSend(state, nowMs, { validForMs, generatorUrl });
    this.#metrics.firing(alerts.filter(({ status }) => status === "firing").length);
    if (alerts.length === 0) return;
    await sink.notify(alerts, this.#deadline()).catch((error: unknown) => {
      log.error("notifier cannot be told now; the next round tells it again", { cause: describeError(error) });
    });
  }

  #deadline(): AbortSignal {
    return AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.#deps.deadlineMs ?? 30_000)]);
  }
}
