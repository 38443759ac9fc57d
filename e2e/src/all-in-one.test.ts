import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { credentials, makeGenericClientConstructor } from "@grpc/grpc-js";
import { defaultRules } from "@parapet/alerting";
import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { createKafkaProducer } from "@parapet/kafka";
import { createGuardClient } from "@parapet/rpc";
import { silentLogger } from "@parapet/runtime";
import {
  alertmanagerAvailability,
  descendantsOf,
  isRunning,
  kafkaAvailability,
  startAlertmanager,
  startKafka,
  suiteName,
  type Alertmanager,
  type KafkaCluster,
} from "@parapet/testkit";
import { service as healthDefinition } from "grpc-health-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { expandMacros, type PanelRange } from "./dashboard-macros.ts";
import { readDashboardQueries } from "./dashboard-queries.ts";
import { injection } from "./planted-spans.ts";
import { readCounters } from "./read-metrics.ts";
import { startAllInOne, temporaryFolder, type AllInOne } from "./start-all-in-one.ts";

const missing = kafkaAvailability() ?? alertmanagerAvailability() ?? clickhouseAvailability(process.env);
const DAY_MS = 86_400_000;

/**
 * The default rules, but that injections are counted over half an hour: on a busy machine the learned detectors may come
 * to the demo's burst of them when it is more than the default five minutes old.
 */
function patientRules(folder: string): string {
  const file = join(folder, "rules.json");
  const rules = defaultRules.map((rule) => (rule.kind === "findings_rate" ? { ...rule, window: "30m" } : rule));
  writeFileSync(file, JSON.stringify({ useDefaults: false, rules }));
  return file;
}

describe.skipIf(missing !== null)(suiteName("the all-in-one's demo on a real Kafka and Alertmanager", missing), () => {
  const folder = temporaryFolder();
  let kafka: KafkaCluster;
  let alertmanager: Alertmanager;
  let parapet: AllInOne;

  beforeAll(async () => {
    [kafka, alertmanager] = await Promise.all([startKafka(), startAlertmanager()]);
    parapet = await startAllInOne({
      isDemo: true,
      folder: folder.path,
      env: {
        PARAPET_KAFKA_BROKERS: kafka.brokers.join(","),
        PARAPET_ALERTMANAGER_URLS: alertmanager.url,
        PARAPET_RULES_FILE: patientRules(folder.path),
      },
    });
    const producer = createKafkaProducer({
      brokers: kafka.brokers,
      clientId: "e2e",
      topic: "llm.spans",
      log: silentLogger,
    });
    const message = { key: null, value: Buffer.from("no trace request"), headers: {} };
    await producer.send([message], AbortSignal.timeout(10_000));
    await producer.stop();
  }, 400_000);
  afterAll(async () => {
    await parapet?.read.close();
    await parapet?.command.end("SIGKILL");
    await Promise.all([kafka?.stop(), alertmanager?.stop()]);
    folder.remove();
  });

  const get = (path: string): Promise<Response> =>
    fetch(`${parapet.consoleUrl}${path}`, { signal: AbortSignal.timeout(10_000) });

  test("its health and its summary answer, and nothing in the summary is nothing", async () => {
    expect((await get("/healthz")).status).toBe(200);
    expect((await fetch(`${parapet.adminUrl}/readyz`)).status).toBe(200);
    const summary = z.record(z.string(), z.number()).parse(await (await get("/api/v1/summary")).json());
    expect(Object.keys(summary).sort()).toEqual(["alerts", "cost_usd", "engine_samples", "findings", "spans"]);
    for (const [name, value] of Object.entries(summary)) expect(value, name).toBeGreaterThan(0);
  });

  test.each(["alerts", "findings", "spans", "costs", "engines", "gpus"])(
    "the console's list of %s has rows",
    async (list) => {
      const answer = z.object({ rows: z.array(z.unknown()) }).parse(await (await get(`/api/v1/${list}`)).json());
      expect(answer.rows.length).toBeGreaterThan(0);
    },
  );

  // On a busy machine a round of evaluations may be cut short, the next one follows half a minute later, and the learned
  // detectors may be minutes behind: what they have looked at stands beside the alerts.
  test.each(defaultRules.map(({ name, kind }) => [kind, name]))(
    "an alert of %s has reached the Alertmanager",
    { timeout: 310_000 },
    async (_, name) => {
      const state = async (): Promise<{ readonly names: readonly unknown[]; readonly texts: number | undefined }> => ({
        names: (await alertmanager.alerts()).map(({ labels }) => labels["alertname"]),
        texts: (await readCounters(parapet.adminUrl)).get("parapet_guard_texts_sent"),
      });
      const expected = { names: expect.arrayContaining([name]), texts: expect.any(Number) };
      await expect.poll(state, { timeout: 300_000, interval: 250 }).toEqual(expected);
    },
  );

  test("what cannot be read is in the dead letters", async () => {
    const letters = (): Promise<readonly unknown[]> =>
      parapet.read.query("SELECT reason FROM dead_letters", {}, z.object({ reason: z.string() }));
    await expect.poll(letters, { timeout: 20_000 }).toEqual([{ reason: "undecodable_protobuf" }]);
  });

  const queries = readDashboardQueries();
  test("there are dashboards, and they ask something", () => {
    expect(queries.length).toBeGreaterThan(20);
  });
  test.each(queries.map((query) => [query.panel, query] as const))(
    "%s: has an answer of the right shape",
    async (_, query) => {
      const tenants = await parapet.read.query(
        "SELECT DISTINCT tenant FROM spans",
        {},
        z.object({ tenant: z.string() }),
      );
      const range: PanelRange = {
        fromMs: Date.now() - 9 * DAY_MS,
        toMs: Date.now(),
        intervalSeconds: 3_600,
        tenants: tenants.map(({ tenant }) => tenant),
      };
      const rows = await parapet.read.query(expandMacros(query.sql, range), {}, z.record(z.string(), z.unknown()));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(shapeFault(query.kind, row), JSON.stringify(row)).toBeNull();
    },
  );

  test("the console's page loads with all that it needs, and with nothing from elsewhere", async () => {
    const page = await get("/");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/); // The policy would refuse it.
    const assets = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path = ""]) => path);
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      const asset = await get(path);
      expect([path, asset.status]).toEqual([path, 200]);
      expect(asset.headers.get("content-type")).toMatch(path.endsWith(".js") ? /javascript/ : /css|svg|icon/);
    }
  });

  test("Check answers inline with learned detectors and recognizers", async () => {
    const client = createGuardClient({ address: parapet.grpcAddress });
    const text = `${injection} Send it to eve@example.com.`;
    const answer = await client.check({ text, direction: "input" }, AbortSignal.timeout(10_000));
    client.close();
    expect(answer.findings.map(({ category, entity }) => entity ?? category).sort()).toEqual([
      "EMAIL_ADDRESS",
      "injection",
    ]);
    expect(answer.scores["injection"]).toBeGreaterThan(0.7);
    expect(answer.decision).not.toBe("allow");
    expect(answer.redactedText).toBe(`${injection} Send it to <EMAIL_ADDRESS>.`);
  });

  test("gRPC health is SERVING", async () => {
    const Client = makeGenericClientConstructor(healthDefinition, "Health");
    const client = new Client(parapet.grpcAddress, credentials.createInsecure());
    const answer = await new Promise((resolve, reject) => {
      client["check"]?.({ service: "" }, (error: Error | null, value: unknown) =>
        error ? reject(error) : resolve(value),
      );
    });
    client.close();
    expect(answer).toMatchObject({ status: "SERVING" });
  });

  test("its own counters add up: what came in is stored, dead or shed", async () => {
    const balance = async (): Promise<object> => {
      const counters = await readCounters(parapet.adminUrl);
      const of = (name: string): number => counters.get(`parapet_${name}`) ?? 0;
      return {
        gateway: of("gateway_spans_received") - of("gateway_spans_sent"),
        ingester: of("ingester_spans_received") - of("ingester_spans_sent") - of("ingester_spans_discarded"),
        guard: of("guard_texts_received") - of("guard_texts_sent") - of("guard_texts_discarded"),
        // One message came past the gateway.
        between: of("gateway_spans_sent") + 1 - of("ingester_spans_received"),
        stored: of("ingester_spans_sent") > 3_000,
        looked: of("guard_texts_sent") > 3_000,
      };
    };
    const expected = { gateway: 0, ingester: 0, guard: 0, between: 0, stored: true, looked: true };
    await expect.poll(balance, { timeout: 20_000, interval: 250 }).toEqual(expected);
  });

  test("SIGTERM ends it in order, and nothing that it started is left", { timeout: 60_000 }, async () => {
    const started = descendantsOf(parapet.command.pid);
    expect(started.length).toBeGreaterThan(0);
    expect(await parapet.command.end("SIGTERM", 20_000)).toEqual({ code: 0, signal: null });
    await expect.poll(() => started.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  });
});

/** What is wrong with a row of such a panel, or null. */
function shapeFault(kind: string, row: Readonly<Record<string, unknown>>): string | null {
  const { time, ...others } = row;
  const numbers = Object.values(others).filter(isNumeric);
  if (kind === "stat") return numbers.length === 1 && time === undefined ? null : "a stat is one number";
  if (kind !== "timeseries") return null;
  if (typeof time !== "string" || Number.isNaN(Date.parse(time))) return "a series needs a time";
  return numbers.length > 0 ? null : "a series needs a number";
}

/** 64-bit integers and decimals arrive as text. */
function isNumeric(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
}
