import { setTimeout as delay } from "node:timers/promises";

import type { ClickHouse } from "@parapet/clickhouse";
import { createKafkaProducer, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { createLogger, loadConfig } from "@parapet/runtime";
import { encodeTraceRequest } from "@parapet/span";
import { Command } from "commander";
import { z } from "zod";

import { connectStore } from "../../connect-store.ts";
import { writeLines, type Terminal } from "../../terminal.ts";
import { secondsOf } from "../seconds-of.ts";
import { canaries, canarySpan, type Canary } from "./canaries.ts";

interface VerifyOptions {
  readonly tenant: string;
  readonly timeout: number;
}

const notes = `
Appends known texts to the topic of spans, as spans of service "parapet-canary", and waits for what the guard stores of them:
an attack, abuse, an answer that its evidence does not bear out, and a harmless question. One JSON object each:
  {"canary":"abuse","detector":"toxicity","status":"ran","score":0.93,"found":true,"ok":true,"seconds":1.2}
Exit code 1 when one is not judged in time, is missed, or is found where nothing is. Made to be run now and then: what it
appends is stored like any other span, under the tenant "parapet-canary", and raises findings there.

Example:
  parapet verify detectors --timeout 60`;

const CLIENT = "parapet-canary";
const LOOK_MS = 500;

/** `parapet verify detectors`: whether known texts are judged as they must be, through Kafka, the guard and the store. */
export function verifyDetectorsCommand(terminal: Terminal): Command {
  return new Command("detectors")
    .description("send texts whose judgement is known; exit code 1 when a detector is silent, blind or too eager")
    .option("--tenant <name>", "tenant that they are sent as", CLIENT)
    .option("--timeout <seconds>", "when to give up", secondsOf, 60)
    .addHelpText("after", notes)
    .action((options: VerifyOptions) => run(options, terminal));
}

interface Sent {
  readonly canary: Canary;
  readonly traceId: string;
}

/** What became of a canary; `status` is `missing` where nothing is stored of it. */
interface Outcome {
  readonly canary: string;
  readonly detector: string;
  readonly status: string;
  readonly score: number | null;
  readonly found: boolean;
  readonly ok: boolean;
  readonly seconds: number;
}

async function run({ tenant, timeout }: VerifyOptions, { env, stdout, setExitCode }: Terminal): Promise<void> {
  const signal = AbortSignal.timeout(timeout * 1_000);
  const settings = loadConfig(kafkaSettings, env);
  const log = createLogger({ service: CLIENT, level: "error" });
  const producer = createKafkaProducer({
    ...kafkaConnection(settings, CLIENT, log),
    topic: settings.PARAPET_KAFKA_TOPIC,
  });
  const store = await connectStore("read", env);
  try {
    const startedMs = Date.now();
    const sent = canaries.map((canary) => {
      const span = canarySpan(canary, startedMs);
      const message = { key: null, value: encodeTraceRequest([span]), headers: { "parapet-tenant": tenant } };
      return { canary, traceId: span.traceId, message };
    });
    await producer.send(
      sent.map(({ message }) => message),
      signal,
    );
    const outcomes = await awaitOutcomes(store, sent, { startedMs, signal });
    await writeLines(
      stdout,
      outcomes.map((outcome) => JSON.stringify(outcome)),
    );
    if (outcomes.some(({ ok }) => !ok)) setExitCode(1);
  } finally {
    await Promise.all([producer.stop(), store.close()]);
  }
}

interface Waiting {
  readonly startedMs: number;
  readonly signal: AbortSignal;
}

/** Looks until each is judged, or time is up. */
async function awaitOutcomes(
  store: ClickHouse,
  sent: readonly Sent[],
  { startedMs, signal }: Waiting,
): Promise<readonly Outcome[]> {
  const seen = new Map<string, Outcome>();
  while (seen.size < sent.length && !signal.aborted) {
    const rows = await storedDetections(store, sent, signal).catch(() => []);
    const seconds = (Date.now() - startedMs) / 1_000;
    for (const { canary, traceId } of sent) {
      const own = rows.filter((row) => row.trace_id === traceId && row.detector === canary.detector);
      if (own.length > 0 && !seen.has(canary.name)) seen.set(canary.name, outcomeOf(canary, own, seconds));
    }
    if (seen.size < sent.length) await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  const seconds = (Date.now() - startedMs) / 1_000;
  return sent.map(({ canary }) => seen.get(canary.name) ?? outcomeOf(canary, [], seconds));
}

const detectionRow = z.object({
  trace_id: z.string(),
  detector: z.string(),
  status: z.string(),
  score: z.number().nullable(),
  found: z.coerce.boolean(),
});

type DetectionRow = z.output<typeof detectionRow>;

function storedDetections(
  store: ClickHouse,
  sent: readonly Sent[],
  signal: AbortSignal,
): Promise<readonly DetectionRow[]> {
  const sql = `SELECT trace_id, detector, status, score,
      (trace_id, detector) IN (SELECT trace_id, detector FROM findings WHERE trace_id IN ({traceIds:Array(String)})) AS found
    FROM detections WHERE trace_id IN ({traceIds:Array(String)})`;
  return store.query(sql, { traceIds: sent.map(({ traceId }) => traceId) }, detectionRow, { signal });
}

/** Of a detector that looked at several parts of the span, the greatest score. */
function outcomeOf({ name, detector, isFound }: Canary, rows: readonly DetectionRow[], seconds: number): Outcome {
  const ran = rows.filter(({ status }) => status === "ran");
  const score = ran.length === 0 ? null : Math.max(...ran.map((row) => row.score ?? 0));
  const found = rows.some((row) => row.found);
  const status = ran.length > 0 ? "ran" : (rows[0]?.status ?? "missing");
  return { canary: name, detector, status, score, found, ok: status === "ran" && found === isFound, seconds };
}
