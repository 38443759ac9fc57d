import { createNoopMeter } from "@opentelemetry/api";
import { loadRules, type Alert, type AlertSink, type Rule, type RuleSource, type Transition } from "@parapet/alerting";
import { createBlockSink, type ClickHouse } from "@parapet/clickhouse";
import type { BlockSink } from "@parapet/delivery";
import { silentLogger, type Clock } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createRuler, type RulerDeps, type RulerService } from "./ruler.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const watermarkMs = 30 * second;

/** Noon of today: far from the borders of a budget's day, and near enough for no row to be too old to keep. */
const noonMs = Math.floor(Date.now() / day) * day + 12 * hour;

let store: TestClickHouse;
let writes = 0;

beforeAll(async () => {
  store = await startTestClickHouse();
});
afterAll(() => store.stop());
afterEach(async () => {
  for (const table of ["spans", "findings", "embeddings", "cost_adjustments", "alert_events"]) {
    await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
  }
});

async function insert(table: string, rows: readonly object[]): Promise<void> {
  writes += 1;
  await createBlockSink(store.ingest).write([{ table, rows }], `test:${writes}`, AbortSignal.timeout(20 * second));
}

interface Clocked extends Clock {
  readonly advance: (ms: number) => void;
}

/** A clock that stands still until it is moved. */
function manualClock(): Clocked {
  let nowMs = noonMs;
  return { nowMs: () => nowMs, monotonicMs: () => nowMs, advance: (ms) => (nowMs += ms) };
}

class MemorySink implements AlertSink {
  /** What the latest round told. */
  told: readonly Alert[] = [];
  readonly notify = async (alerts: readonly Alert[]): Promise<void> => {
    this.told = alerts;
  };
}

interface Bench {
  readonly ruler: RulerService;
  readonly clock: Clocked;
  readonly sink: MemorySink;
}

function createBench(
  rules: readonly RuleSource[],
  deps: Partial<RulerDeps> & { readonly clock?: Clocked } = {},
): Bench {
  const clock = deps.clock ?? manualClock();
  const sink = new MemorySink();
  const ruler = createRuler({
    clickhouse: store.read,
    rules: rulesOf(rules),
    sink,
    events: createBlockSink(store.ingest),
    log: silentLogger,
    meter: createNoopMeter(),
    intervalMs: 30 * second,
    watermarkMs,
    externalUrl: "http://127.0.0.1:8080",
    ...deps,
    clock,
  });
  return { ruler, clock, sink };
}

function rulesOf(rules: readonly RuleSource[]): readonly Rule[] {
  const outcome = loadRules({ useDefaults: false, rules });
  if (outcome.kind === "invalid") throw new Error(outcome.faults.join("\n"));
  return outcome.rules;
}

/** One round, as a list of `tenant state severity`, and the window or threshold where a rule has several. */
async function round({ ruler }: Bench): Promise<readonly string[]> {
  const report = await ruler.evaluateOnce();
  expect(report.failures).toEqual([]);
  return report.transitions.map(describeTransition);
}

function describeTransition({ to, alert }: Transition): string {
  const part = alert.labels["window"] ?? alert.labels["budget_percent"] ?? "";
  return [alert.labels["tenant"], to, alert.severity, part].filter((word) => word !== "").join(" ");
}

interface RowSource {
  readonly tenant?: string;
  readonly count: number;
  /** End of the spread, exclusive, and its length. */
  readonly untilMs: number;
  readonly overMs: number;
  readonly columns?: Readonly<Record<string, unknown>>;
}

let spans = 0;

/** What rows of every table about spans have, evenly spread over `[until − over, until)`. */
function rowsAbout({ tenant = "acme", count, untilMs, overMs, columns = {} }: RowSource): readonly object[] {
  return Array.from({ length: count }, (_, index) => {
    spans += 1;
    return {
      tenant,
      trace_id: spans.toString(16).padStart(32, "0"),
      span_id: spans.toString(16).padStart(16, "0"),
      start_time: new Date(untilMs - overMs + Math.floor((index * overMs) / count)).toISOString(),
      service_name: "chat",
      request_model: "m",
      ...columns,
    };
  });
}

function spanRows({ columns, ...source }: RowSource): readonly object[] {
  return rowsAbout({ ...source, columns: { operation: "chat", status: "ok", ...columns } });
}

const injections: RuleSource = { kind: "findings_rate", name: "Injections", window: "5m", maxFindings: 10 };

function findings(clock: Clock, count: number, tenant = "acme", category = "injection"): readonly object[] {
  const columns = {
    category,
    detector: "injection",
    severity: "high",
    score: 0.9,
    location: "input",
    start: 0,
    end: 5,
  };
  return rowsAbout({ tenant, count, untilMs: windowEndMs(clock), overMs: minute, columns });
}

/** Where the windows of a round end. */
function windowEndMs(clock: Clock): number {
  return clock.nowMs() - watermarkMs;
}

describe("an availability SLO", () => {
  const rule: RuleSource = {
    kind: "slo_burn",
    name: "Burn",
    slo: "availability",
    objective: 0.99,
    ignoredErrorTypes: ["cancelled"],
    windows: [
      { long: "1h", short: "5m", budgetPercent: 2, severity: "critical", minBadEvents: 5 },
      { long: "6h", short: "30m", budgetPercent: 5, severity: "critical", minBadEvents: 5 },
    ],
  };
  const failed = { status: "error", error_type: "timeout" };

  it("does not page at exactly the threshold, pages above it, and resolves when calls succeed again", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("spans", spanRows({ count: 856, untilMs, overMs: 5 * minute }));
    await insert("spans", spanRows({ count: 144, untilMs, overMs: 5 * minute, columns: failed }));
    expect(await round(bench)).toEqual(["acme firing critical 6h/30m"]);
    await insert("spans", spanRows({ count: 1, untilMs, overMs: minute, columns: failed }));
    expect(await round(bench)).toEqual(["acme firing critical 1h/5m"]);
    expect(bench.sink.told.map(({ labels }) => labels)).toContainEqual({
      alertname: "Burn",
      severity: "critical",
      tenant: "acme",
      service: "chat",
      model: "m",
      slo: "availability",
      window: "1h/5m",
    });
    bench.clock.advance(6 * minute);
    await insert("spans", spanRows({ count: 100, untilMs: windowEndMs(bench.clock), overMs: minute }));
    expect(await round(bench)).toEqual(["acme resolved critical 1h/5m"]);
    bench.clock.advance(30 * minute);
    await insert("spans", spanRows({ count: 100, untilMs: windowEndMs(bench.clock), overMs: minute }));
    expect(await round(bench)).toEqual(["acme resolved critical 6h/30m"]);
  });

  it("counts neither what is no call of a model, nor failures that the rule ignores, nor what is too new", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("spans", spanRows({ count: 100, untilMs, overMs: 4 * minute }));
    const others = [
      { ...failed, operation: "execute_tool" },
      { ...failed, operation: "" },
      { status: "error", error_type: "cancelled" },
    ];
    for (const columns of others) await insert("spans", spanRows({ count: 100, untilMs, overMs: 4 * minute, columns }));
    await insert("spans", spanRows({ count: 100, untilMs: bench.clock.nowMs(), overMs: watermarkMs, columns: failed }));
    expect(await round(bench)).toEqual([]);
    bench.clock.advance(watermarkMs);
    expect(await round(bench)).toHaveLength(2);
  });

  it("counts from the very start of each window up to its end, which is no part of it", async () => {
    const bench = createBench([{ ...rule, windows: rule.windows.slice(0, 1) }]);
    const endMs = windowEndMs(bench.clock);
    const at = (timeMs: number, columns: object): readonly object[] =>
      spanRows({ count: 1, untilMs: timeMs + 1, overMs: 1, columns: { ...columns } });
    await insert("spans", spanRows({ count: 9, untilMs: endMs - minute, overMs: minute, columns: failed }));
    await insert("spans", [...at(endMs - hour, failed), ...at(endMs - hour - 1, failed)]);
    await insert("spans", [...at(endMs - 5 * minute, {}), ...at(endMs - 5 * minute - 1, {})]);
    await insert("spans", [...at(endMs - 1, failed), ...at(endMs, failed)]);
    await round(bench);
    // Short: 10 of 11 failed. Long: one more failure at its start, and the success just before the short window.
    expect(bench.sink.told[0]?.annotations).toMatchObject({
      n: "13",
      summary: "Error budget burns 84.62x too fast over 1h, 90.91x over 5m",
      window_from: new Date(endMs - hour).toISOString(),
      window_to: new Date(endMs).toISOString(),
    });
  });

  it("stays firing while nobody calls, and resolves for want of data after the time that the rule gives", async () => {
    const bench = createBench([{ ...rule, windows: rule.windows.slice(0, 1), resolveWithoutDataAfter: "3h" }]);
    await insert("spans", spanRows({ count: 20, untilMs: windowEndMs(bench.clock), overMs: minute, columns: failed }));
    expect(await round(bench)).toEqual(["acme firing critical 1h/5m"]);
    bench.clock.advance(2 * hour);
    expect(await round(bench)).toEqual([]);
    expect(bench.sink.told.map(({ status }) => status)).toEqual(["firing"]);
    bench.clock.advance(hour);
    expect(await round(bench)).toEqual(["acme resolved critical 1h/5m"]);
    expect(bench.sink.told[0]?.annotations["resolved_reason"]).toBe("no_data");
  });

  it("cuts names that a caller has made very long", async () => {
    const bench = createBench([rule]);
    const long = { ...failed, service_name: "s".repeat(100_000), request_model: "ü".repeat(100_000) };
    await insert("spans", spanRows({ count: 6, untilMs: windowEndMs(bench.clock), overMs: minute, columns: long }));
    await round(bench);
    expect(bench.sink.told[0]?.labels).toMatchObject({ service: "s".repeat(200), model: "ü".repeat(200) });
  });

  it("judges every tenant, service and model apart", async () => {
    const bench = createBench([{ ...rule, windows: rule.windows.slice(0, 1) }]);
    const spread = { count: 20, untilMs: windowEndMs(bench.clock), overMs: minute };
    await insert("spans", spanRows({ ...spread, columns: failed }));
    await insert("spans", spanRows({ ...spread, columns: { ...failed, request_model: "other" } }));
    await insert("spans", spanRows({ ...spread, tenant: "bravo" }));
    await insert("spans", spanRows({ ...spread, tenant: "bravo", columns: { ...failed, service_name: "search" } }));
    await round(bench);
    const series = bench.sink.told.map(({ labels }) =>
      [labels["tenant"], labels["service"], labels["model"]].join(" "),
    );
    expect(series.sort()).toEqual(["acme chat m", "acme chat other", "bravo search m"]);
  });
});

describe("time to first token", () => {
  const rule: RuleSource = {
    kind: "latency_baseline",
    name: "Slow",
    window: "15m",
    baseline: "7d",
    maxRatio: 1.3,
    minSamples: 50,
  };

  function calls(clock: Clock, count: number, ttftMs: number): readonly object[] {
    return spanRows({ count, untilMs: windowEndMs(clock), overMs: 14 * minute, columns: { ttft_ms: ttftMs } });
  }

  async function insertBaseline(clock: Clock, count: number): Promise<void> {
    const untilMs = windowEndMs(clock) - 15 * minute;
    await insert("spans", spanRows({ count, untilMs, overMs: 6 * day, columns: { ttft_ms: 100 } }));
  }

  it("fires above its threshold, not at it, and resolves when it is as fast as before", async () => {
    const bench = createBench([rule]);
    await insertBaseline(bench.clock, 200);
    await insert("spans", calls(bench.clock, 60, 130));
    expect(await round(bench)).toEqual([]);
    await insert("spans", calls(bench.clock, 60, 150));
    expect(await round(bench)).toEqual(["acme firing warning"]);
    expect(bench.sink.told[0]?.annotations).toMatchObject({ value: "1.5", threshold: "1.3", n: "120" });
    bench.clock.advance(20 * minute);
    await insert("spans", calls(bench.clock, 60, 100));
    expect(await round(bench)).toEqual(["acme resolved warning"]);
  });

  it.each([
    { label: "too few calls now", current: 49, baseline: 200 },
    { label: "too few calls in the past", current: 200, baseline: 49 },
  ])("is not judged by $label", async ({ current, baseline }) => {
    const bench = createBench([rule]);
    await insertBaseline(bench.clock, baseline);
    await insert("spans", calls(bench.clock, current, 900));
    expect(await round(bench)).toEqual([]);
  });

  it("is not measured by calls that do not stream", async () => {
    const bench = createBench([rule]);
    await insertBaseline(bench.clock, 200);
    await insert(
      "spans",
      spanRows({ count: 200, untilMs: windowEndMs(bench.clock), overMs: minute, columns: { ttft_ms: null } }),
    );
    expect(await round(bench)).toEqual([]);
  });

  it("names the slowest calls", async () => {
    const bench = createBench([rule]);
    await insertBaseline(bench.clock, 200);
    await insert("spans", calls(bench.clock, 60, 200));
    const [slowest] = spanRows({
      count: 1,
      untilMs: windowEndMs(bench.clock),
      overMs: minute,
      columns: { ttft_ms: 5_000, trace_id: "f".repeat(32) },
    });
    await insert("spans", [slowest ?? {}]);
    await round(bench);
    expect(bench.sink.told[0]?.annotations["trace_ids"]?.split(",")[0]).toBe("f".repeat(32));
  });
});

describe("a budget", () => {
  const rule: RuleSource = {
    kind: "budget",
    name: "Budget",
    period: "day",
    amountUsd: 100,
    tenantAmountsUsd: { bravo: 10 },
  };

  function spend(clock: Clock, usd: string, tenant = "acme"): readonly object[] {
    return spanRows({ tenant, count: 1, untilMs: windowEndMs(clock), overMs: minute, columns: { cost_usd: usd } });
  }

  it("is alerted above each threshold, not at it, and resolves with the new day", async () => {
    const bench = createBench([rule]);
    await insert("spans", spend(bench.clock, "80"));
    expect(await round(bench)).toEqual([]);
    await insert("spans", spend(bench.clock, "0.000000000001"));
    expect(await round(bench)).toEqual(["acme firing warning 80"]);
    await insert("spans", spend(bench.clock, "20"));
    expect(await round(bench)).toEqual(["acme firing critical 100"]);
    bench.clock.advance(12 * hour + watermarkMs);
    expect(await round(bench)).toEqual([]);
    bench.clock.advance(second);
    expect([...(await round(bench))].sort()).toEqual(["acme resolved critical 100", "acme resolved warning 80"]);
  });

  it("counts what was corrected since", async () => {
    const bench = createBench([rule]);
    await insert("spans", spend(bench.clock, "70"));
    await insert(
      "cost_adjustments",
      rowsAbout({
        count: 2,
        untilMs: windowEndMs(bench.clock),
        overMs: minute,
        columns: { cost_delta_usd: "6", reason: "repriced" },
      }),
    );
    expect(await round(bench)).toEqual(["acme firing warning 80"]);
    expect(bench.sink.told[0]?.annotations).toMatchObject({ value: "82", n: "1" });
  });

  it("keeps tenants of odd names apart, and goes on with their alerts after a restart", async () => {
    const names = ["o'neil\"; --", "größe\n東京\u0001", "constructor", "{to_ms:Int64}", ""];
    const bench = createBench([rule]);
    for (const tenant of names) await insert("spans", spend(bench.clock, "81", tenant));
    await round(bench);
    const told = bench.sink.told.map(({ labels }) => labels["tenant"] ?? "");
    expect(told.sort()).toEqual([...names].sort());
    const restarted = createBench([rule], { clock: bench.clock });
    expect(await round(restarted)).toEqual([]);
    const fingerprints = ({ sink }: Bench): readonly string[] => sink.told.map(({ fingerprint }) => fingerprint).sort();
    expect(fingerprints(restarted)).toEqual(fingerprints(bench));
  });

  it("does not count yesterday's spend, nor spans without a price, and knows a tenant's own budget", async () => {
    const bench = createBench([rule]);
    const yesterday = { count: 1, untilMs: windowEndMs(bench.clock) - 12 * hour, overMs: minute };
    await insert("spans", spanRows({ ...yesterday, columns: { cost_usd: "500" } }));
    await insert(
      "spans",
      spanRows({
        count: 5,
        untilMs: windowEndMs(bench.clock),
        overMs: minute,
        columns: { cost_usd: null, unpriced_reason: "unknown_model" },
      }),
    );
    await insert("spans", spend(bench.clock, "9", "bravo"));
    expect(await round(bench)).toEqual(["bravo firing warning 80"]);
  });
});

describe("input drift", () => {
  const rule: RuleSource = {
    kind: "input_drift",
    name: "Drift",
    window: "1h",
    reference: "7d",
    maxDistance: 0.2,
    minSamples: 20,
  };

  /** A unit vector of 384 dimensions that lies in the plane of the first two, at an angle whose cosine is given. */
  function vector(cosine: number): readonly number[] {
    return [cosine, Math.sqrt(1 - cosine * cosine), ...Array<number>(382).fill(0)];
  }

  function embeddings(
    untilMs: number,
    overMs: number,
    values: readonly number[],
    { part = "input", version = "minilm-1" } = {},
  ): readonly object[] {
    const columns = { part, model_version: version, vector: values };
    return rowsAbout({ count: 20, untilMs, overMs, columns });
  }

  it("fires beyond its threshold, and resolves when inputs are as before", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("embeddings", embeddings(untilMs - hour, 2 * day, vector(1)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0.81)));
    expect(await round(bench)).toEqual([]);
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0.5)));
    expect(await round(bench)).toEqual(["acme firing critical"]);
    expect(bench.sink.told[0]?.labels).toMatchObject({ service: "chat", model_version: "minilm-1", signal: "drift" });
    bench.clock.advance(2 * hour);
    await insert("embeddings", embeddings(windowEndMs(bench.clock), 30 * minute, vector(1)));
    expect(await round(bench)).toEqual(["acme resolved critical"]);
  });

  it("is not judged by too few vectors, nor by those of outputs", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("embeddings", embeddings(untilMs - hour, 2 * day, vector(1)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0)).slice(1));
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0), { part: "output" }));
    expect(await round(bench)).toEqual([]);
  });

  it("does not compare the vectors of one encoder with those of another", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("embeddings", embeddings(untilMs - hour, 2 * day, vector(1)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0), { version: "minilm-2" }));
    expect(await round(bench)).toEqual([]);
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(1)));
    expect(await round(bench)).toEqual([]);
  });

  it("alerts an embedder that gives zeros, instead of taking them for calm", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("embeddings", embeddings(untilMs - hour, 2 * day, vector(1)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, Array<number>(384).fill(0)));
    expect(await round(bench)).toEqual(["acme firing critical"]);
    expect(bench.sink.told[0]?.labels).toMatchObject({ signal: "unusable_vectors" });
  });

  it("is judged without the zeros when they are few", async () => {
    const bench = createBench([rule]);
    const untilMs = windowEndMs(bench.clock);
    await insert("embeddings", embeddings(untilMs - hour, 2 * day, vector(1)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, vector(0)));
    await insert("embeddings", embeddings(untilMs, 30 * minute, Array<number>(384).fill(0)).slice(5));
    expect(await round(bench)).toEqual(["acme firing critical"]);
    expect(bench.sink.told[0]?.annotations).toMatchObject({ value: "1", n: "20" });
  });
});

describe("injection findings", () => {
  it("fire for the tenant that has more than the threshold, and resolve when they stop", async () => {
    const bench = createBench([injections]);
    await insert("findings", findings(bench.clock, 10, "acme"));
    await insert("findings", findings(bench.clock, 9, "bravo"));
    await insert("findings", findings(bench.clock, 30, "bravo", "toxicity"));
    expect(await round(bench)).toEqual([]);
    await insert("findings", findings(bench.clock, 1, "acme"));
    expect(await round(bench)).toEqual(["acme firing warning"]);
    await insert("findings", findings(bench.clock, 4, "acme"));
    expect(await round(bench)).toEqual(["acme resolved warning", "acme firing critical"]);
    bench.clock.advance(6 * minute);
    expect(await round(bench)).toEqual(["acme resolved critical"]);
  });

  it("fire only once they have lasted for as long as the rule says", async () => {
    const bench = createBench([{ ...injections, for: "2m" }]);
    await insert("findings", findings(bench.clock, 20, "acme"));
    expect(await round(bench)).toEqual(["acme pending critical"]);
    expect(bench.sink.told).toEqual([]);
    bench.clock.advance(2 * minute);
    expect(await round(bench)).toEqual(["acme firing critical"]);
  });
});

describe("a ruler", () => {
  const breach = (clock: Clock): Promise<void> => insert("findings", findings(clock, 20, "acme"));

  it("tells a firing alert again each round, good for a while from then", async () => {
    const bench = createBench([injections]);
    await breach(bench.clock);
    await round(bench);
    const [first] = bench.sink.told;
    bench.clock.advance(30 * second);
    expect(await round(bench)).toEqual([]);
    const [repeated] = bench.sink.told;
    expect(repeated).toMatchObject({ fingerprint: first?.fingerprint, startsAt: first?.startsAt, status: "firing" });
    expect(Date.parse(repeated?.endsAt ?? "") - bench.clock.nowMs()).toBe(2 * minute);
    expect(repeated?.generatorUrl).toBe(`http://127.0.0.1:8080/alerts/${repeated?.fingerprint}`);
  });

  it("goes on after a restart as if there had been none", async () => {
    const before = createBench([injections]);
    await breach(before.clock);
    await round(before);
    const after = createBench([injections], { clock: before.clock });
    before.clock.advance(minute);
    expect(await round(after)).toEqual([]);
    expect(after.sink.told).toMatchObject([
      { fingerprint: before.sink.told[0]?.fingerprint, startsAt: before.sink.told[0]?.startsAt, status: "firing" },
    ]);
  });

  it("resolves after a restart what ended meanwhile, once", async () => {
    const before = createBench([injections]);
    await breach(before.clock);
    await round(before);
    before.clock.advance(hour);
    const after = createBench([injections], { clock: before.clock });
    expect(await round(after)).toEqual(["acme resolved critical"]);
    const again = createBench([injections], { clock: before.clock });
    before.clock.advance(5 * minute);
    expect(await round(again)).toEqual([]);
    expect(again.sink.told.map(({ status }) => status)).toEqual(["resolved"]);
    before.clock.advance(second);
    await round(again);
    expect((await again.ruler.evaluateOnce()).transitions).toEqual([]);
  });

  it("resolves the alerts of a rule that is gone", async () => {
    const before = createBench([injections]);
    await breach(before.clock);
    await round(before);
    const after = createBench([], { clock: before.clock });
    expect(await round(after)).toEqual(["acme resolved critical"]);
    expect(after.sink.told[0]?.annotations["resolved_reason"]).toBe("rule_removed");
  });

  it("keeps the alerts of a rule that cannot be evaluated, and evaluates the others", async () => {
    let isBroken = false;
    const clickhouse: ClickHouse = {
      ...store.read,
      query: (sql, params, row, options) => {
        if (isBroken && sql.includes("FROM findings")) return Promise.reject(new Error("the query is refused"));
        return store.read.query(sql, params, row, options);
      },
    };
    const bench = createBench([injections, { kind: "budget", name: "Budget", period: "day", amountUsd: 1 }], {
      clickhouse,
    });
    await breach(bench.clock);
    await round(bench);
    isBroken = true;
    bench.clock.advance(hour);
    await insert(
      "spans",
      spanRows({ count: 1, untilMs: windowEndMs(bench.clock), overMs: minute, columns: { cost_usd: "5" } }),
    );
    const report = await bench.ruler.evaluateOnce();
    expect(report.failures).toEqual([{ rule: "Injections", code: "Error" }]);
    expect(report.transitions.map(describeTransition)).toEqual(["acme firing warning 80", "acme firing critical 100"]);
    expect(bench.sink.told.map(({ labels }) => labels["alertname"])).toEqual(["Injections", "Budget", "Budget"]);
  });

  it("tells alerts though their events cannot be stored, and stores those later", async () => {
    let isAway = true;
    const real = createBlockSink(store.ingest);
    const events: BlockSink = {
      write: (...block) => (isAway ? Promise.reject(new Error("the store is away")) : real.write(...block)),
    };
    const bench = createBench([injections], { events });
    await breach(bench.clock);
    await round(bench);
    expect(bench.sink.told).toHaveLength(1);
    isAway = false;
    await round(bench);
    const after = createBench([injections], { clock: bench.clock });
    expect(await round(after)).toEqual([]);
  });

  it("tells again what the sink could not take", async () => {
    const taken: string[] = [];
    let isAway = true;
    const sink: AlertSink = {
      notify: async (alerts) => {
        if (isAway) throw new Error("the notifier is away");
        taken.push(...alerts.map(({ status }) => status));
      },
    };
    const bench = createBench([injections], { sink });
    await breach(bench.clock);
    await round(bench);
    isAway = false;
    await round(bench);
    expect(taken).toEqual(["firing"]);
  });

  it("is unwell when no round has ended for three intervals", async () => {
    const bench = createBench([injections]);
    const signal = AbortSignal.timeout(second);
    await round(bench);
    bench.clock.advance(90 * second);
    expect(await bench.ruler.health.check(signal)).toBeNull();
    bench.clock.advance(second);
    expect(await bench.ruler.health.check(signal)).toContain("91 s");
  });

  it("evaluates by itself from its start until its stop", async () => {
    const told = Promise.withResolvers<readonly Alert[]>();
    const sink: AlertSink = { notify: async (alerts) => told.resolve(alerts) };
    const bench = createBench([injections], { sink });
    await breach(bench.clock);
    await bench.ruler.start();
    expect(await told.promise).toHaveLength(1);
    await bench.ruler.stop();
    await bench.ruler.stop();
  });
});
