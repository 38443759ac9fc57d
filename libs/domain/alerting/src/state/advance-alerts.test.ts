import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Evaluation, RuleEvaluation, Verdict } from "../evaluation.ts";
import { fingerprintLabels } from "../fingerprint.ts";
import type { AlertSeverity } from "../severity.ts";
import { advanceAlerts, retireRules } from "./advance-alerts.ts";
import { alertFingerprint, emptyAlertState, type AlertState, type Transition } from "./alert-state.ts";
import { alertsToSend } from "./alerts-to-send.ts";

const minute = 60_000;

interface Step {
  readonly atMin: number;
  readonly verdict: Verdict | "absent";
  readonly severity?: AlertSeverity;
}

interface Timing {
  readonly forMin?: number;
  readonly keepMin?: number;
  readonly noDataMin?: number;
  readonly absent?: RuleEvaluation["absent"];
}

function evaluate(step: Step, { forMin = 0, keepMin = 0, noDataMin = 60, absent = "unknown" }: Timing): RuleEvaluation {
  const series: Evaluation = {
    labels: { alertname: "Burn", tenant: "acme" },
    verdict: step.verdict === "absent" ? "clear" : step.verdict,
    severity: step.severity ?? "warning",
    forMs: forMin * minute,
    value: step.atMin,
    threshold: 1,
    sampleCount: 10,
    annotations: { summary: `at ${step.atMin}` },
  };
  const rule = {
    name: "Burn",
    kind: "slo_burn",
    keepFiringFor: { ms: keepMin * minute },
    resolveWithoutDataAfter: { ms: noDataMin * minute },
  };
  return { rule, series: step.verdict === "absent" ? [] : [series], absent };
}

function describeTransition(transition: Transition): string {
  const reason = transition.to === "resolved" ? ` (${transition.reason})` : "";
  return `${transition.atMs / minute} ${transition.to} ${transition.alert.severity}${reason}`;
}

function play(steps: readonly Step[], timing: Timing = {}): { state: AlertState; story: string[] } {
  let state = emptyAlertState;
  const story: string[] = [];
  for (const step of steps) {
    const advanced = advanceAlerts(state, evaluate(step, timing), step.atMin * minute);
    state = advanced.state;
    story.push(...advanced.transitions.map(describeTransition));
  }
  return { state, story };
}

describe("the state of an alert", () => {
  it.each<{ label: string; timing?: Timing; steps: readonly Step[]; story: readonly string[] }>([
    {
      label: "fires at once without `for`, stays as it is, and resolves when the condition ends",
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 1, verdict: "breach" },
        { atMin: 2, verdict: "clear" },
        { atMin: 3, verdict: "clear" },
      ],
      story: ["0 firing warning", "2 resolved warning (condition_ended)"],
    },
    {
      label: "is pending until the condition has lasted exactly `for`",
      timing: { forMin: 2 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 1.99, verdict: "breach" },
        { atMin: 2, verdict: "breach" },
      ],
      story: ["0 pending warning", "2 firing warning"],
    },
    {
      label: "never fires when the condition ends before `for`",
      timing: { forMin: 2 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 1, verdict: "clear" },
        { atMin: 3, verdict: "breach" },
      ],
      story: ["0 pending warning", "1 resolved warning (never_fired)", "3 pending warning"],
    },
    {
      label: "does not come to fire by missing data",
      timing: { forMin: 2 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 1, verdict: "unknown" },
        { atMin: 2, verdict: "breach" },
      ],
      story: ["0 pending warning", "1 resolved warning (never_fired)", "2 pending warning"],
    },
    {
      label: "goes on firing for `keepFiringFor` after the last breach",
      timing: { keepMin: 5 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 2, verdict: "breach" },
        { atMin: 6.99, verdict: "clear" },
        { atMin: 7, verdict: "clear" },
      ],
      story: ["0 firing warning", "7 resolved warning (condition_ended)"],
    },
    {
      label: "outlives missing data, and says so when they are missed for too long",
      timing: { noDataMin: 10 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 5, verdict: "unknown" },
        { atMin: 9.99, verdict: "absent" },
        { atMin: 10, verdict: "absent" },
      ],
      story: ["0 firing warning", "10 resolved warning (no_data)"],
    },
    {
      label: "counts the time without data from the last data",
      timing: { noDataMin: 10, keepMin: 60 },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 8, verdict: "clear" },
        { atMin: 17, verdict: "unknown" },
        { atMin: 18, verdict: "unknown" },
      ],
      story: ["0 firing warning", "18 resolved warning (no_data)"],
    },
    {
      label: "resolves at once when absence means zero",
      timing: { absent: "clear" },
      steps: [
        { atMin: 0, verdict: "breach" },
        { atMin: 1, verdict: "absent" },
      ],
      story: ["0 firing warning", "1 resolved warning (condition_ended)"],
    },
    {
      label: "rises in severity as another alert, without a gap, and never falls while it fires",
      steps: [
        { atMin: 0, verdict: "breach", severity: "warning" },
        { atMin: 1, verdict: "breach", severity: "critical" },
        { atMin: 2, verdict: "breach", severity: "warning" },
        { atMin: 3, verdict: "clear" },
      ],
      story: [
        "0 firing warning",
        "1 resolved warning (severity_raised)",
        "1 firing critical",
        "3 resolved critical (condition_ended)",
      ],
    },
    {
      label: "rises in severity while it is pending, and fires when the breach has lasted from its start",
      timing: { forMin: 2 },
      steps: [
        { atMin: 0, verdict: "breach", severity: "warning" },
        { atMin: 1, verdict: "breach", severity: "critical" },
        { atMin: 2, verdict: "breach", severity: "critical" },
      ],
      story: ["0 pending warning", "1 resolved warning (never_fired)", "1 pending critical", "2 firing critical"],
    },
  ])("$label", ({ steps, timing, story }) => {
    expect(play(steps, timing).story).toEqual(story);
  });

  it("is left alone by the evaluation of another rule", () => {
    const { state } = play([{ atMin: 0, verdict: "breach" }]);
    const other: RuleEvaluation = {
      ...evaluate({ atMin: 1, verdict: "absent" }, { absent: "clear" }),
      rule: { ...evaluate({ atMin: 0, verdict: "clear" }, {}).rule, name: "Other" },
    };
    expect(advanceAlerts(state, other, minute)).toEqual({ state, transitions: [] });
  });

  it("ends when its rule is no more", () => {
    const { state } = play([{ atMin: 0, verdict: "breach" }]);
    expect(retireRules(state, new Set(["Burn"]), minute).transitions).toEqual([]);
    expect(retireRules(state, new Set(), minute).transitions.map(describeTransition)).toEqual([
      "1 resolved warning (rule_removed)",
    ]);
  });

  it("carries the evidence of the latest breach", () => {
    const { state } = play([
      { atMin: 0, verdict: "breach" },
      { atMin: 3, verdict: "breach" },
    ]);
    expect([...state.active.values()][0]?.detail).toMatchObject({ value: 3, annotations: { summary: "at 3" } });
  });
});

describe("what receivers are told", () => {
  const options = {
    validForMs: 4 * minute,
    generatorUrl: (fingerprint: string) => `http://parapet/alerts/${fingerprint}`,
  };

  it("is each firing alert, good until it is told again", () => {
    const { state } = play([{ atMin: 1, verdict: "breach" }]);
    const labels = { alertname: "Burn", tenant: "acme", severity: "warning" };
    expect(alertsToSend(state, 2 * minute, options)).toEqual([
      {
        fingerprint: fingerprintLabels(labels),
        labels,
        annotations: { summary: "at 1" },
        startsAt: "1970-01-01T00:01:00.000Z",
        endsAt: "1970-01-01T00:06:00.000Z",
        status: "firing",
        generatorUrl: `http://parapet/alerts/${fingerprintLabels(labels)}`,
      },
    ]);
  });

  it("is nothing of a pending alert, nor of its end", () => {
    const pending = play([{ atMin: 0, verdict: "breach" }], { forMin: 5 });
    expect(alertsToSend(pending.state, 0, options)).toEqual([]);
    const ended = play(
      [
        { atMin: 0, verdict: "breach" },
        { atMin: 1, verdict: "clear" },
      ],
      { forMin: 5 },
    );
    expect(alertsToSend(ended.state, minute, options)).toEqual([]);
  });

  it("is a resolved alert for five minutes", () => {
    const steps: Step[] = [
      { atMin: 0, verdict: "breach" },
      { atMin: 1, verdict: "clear" },
    ];
    const [resolved] = alertsToSend(play(steps).state, minute, options);
    expect(resolved).toMatchObject({
      status: "resolved",
      endsAt: "1970-01-01T00:01:00.000Z",
      annotations: { resolved_reason: "condition_ended" },
    });
    const after = (atMin: number): number =>
      alertsToSend(play([...steps, { atMin, verdict: "clear" }]).state, atMin * minute, options).length;
    expect(after(6)).toBe(1);
    expect(after(6.01)).toBe(0);
  });

  it("is not that an alert resolved which fires again", () => {
    const { state } = play([
      { atMin: 0, verdict: "breach" },
      { atMin: 1, verdict: "clear" },
      { atMin: 2, verdict: "breach" },
    ]);
    expect(alertsToSend(state, 2 * minute, options).map(({ status }) => status)).toEqual(["firing"]);
  });
});

describe("any history of evaluations", () => {
  const step = fc.record({
    afterMin: fc.integer({ min: 0, max: 20 }),
    verdict: fc.constantFrom<Step["verdict"]>("breach", "clear", "unknown", "absent"),
    severity: fc.constantFrom<AlertSeverity>("warning", "critical"),
  });
  const timing = fc.record({
    forMin: fc.integer({ min: 0, max: 10 }),
    keepMin: fc.integer({ min: 0, max: 10 }),
    noDataMin: fc.integer({ min: 0, max: 30 }),
    absent: fc.constantFrom<RuleEvaluation["absent"]>("clear", "unknown"),
  });

  it("keeps the transitions of each alert in order, and agrees with the state", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), timing, (moves, times) => {
        let [state, atMin] = [emptyAlertState, 0];
        const last = new Map<string, Transition["to"]>();
        for (const move of moves) {
          atMin += move.afterMin;
          const advanced = advanceAlerts(state, evaluate({ ...move, atMin }, times), atMin * minute);
          state = advanced.state;
          for (const { fingerprint, to } of advanced.transitions) {
            expect(isLegal(last.get(fingerprint), to, times.forMin)).toBe(true);
            last.set(fingerprint, to);
          }
          const active = new Map([...state.active.values()].map((alert) => [alertFingerprint(alert), alert.phase]));
          for (const [fingerprint, to] of last) if (to === "firing") expect(active.get(fingerprint)).toBe("firing");
          for (const [fingerprint, phase] of active)
            if (phase === "firing") expect(last.get(fingerprint)).toBe("firing");
          for (const fingerprint of state.resolved.keys()) expect(active.get(fingerprint)).not.toBe("firing");
        }
      }),
      { numRuns: 500 },
    );
  });

  /** The graver alert that follows a milder one is the only one to fire without having been pending. */
  function isLegal(before: Transition["to"] | undefined, to: Transition["to"], forMin: number): boolean {
    if (to === "pending") return forMin > 0 && (before === undefined || before === "resolved");
    if (to === "firing") return before !== "firing";
    return before !== "resolved";
  }
});
