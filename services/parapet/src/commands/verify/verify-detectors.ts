import { setTimeout as delay } from "node:timers/promises";

import type { ClickHouse } from "@parapet/clickhouse";
import { modelOptions } from "@parapet/guard";
import { createKafkaProducer, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { createLogger, describeError, loadConfig } from "@parapet/runtime";
import { encodeTraceRequest } from "@parapet/span";
import { Command } from "commander";
import { z } from "zod";

import { connectStore } from "../../connect-store.ts";
import { writeLine, writeLines, type Terminal } from "../../terminal.ts";
import { secondsOf } from "../seconds-of.ts";
import { awaitOutcomes, type SentCanary } from "./await-outcomes.ts";
import { canaries, canarySpan } from "./canaries.ts";
import type { StoredDetection } from "./canary-outcome.ts";
import { detectorThreshold } from "./detector-threshold.ts";

interface VerifyOptions {
  readonly tenant: string;
  readonly timeout: number;
}

const notes = `
Appends known texts to the topic of spans, as spans of service "parapet-canary", and waits for what the guard stores of them:
an attack, abuse, an answer that its evidence does not bear out, and a harmless question. One JSON object each:
  {"canary":"abuse","detector":"toxicity","status":"ran","score":0.93,"found":true,"ok":true,"seconds":1.2}
It is found when its score is above the detector's default threshold, or that of PARAPET_MODELS_FILE, whatever the policy says.
Exit code 1 when one is not judged in time, is missed, or is found where nothing is; where the store could not be asked, stderr
says why. Made to be run now and then: what it appends is stored like any other span, under the tenant "parapet-canary", and
raises findings there.

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

async function run({ tenant, timeout }: VerifyOptions, { env, stdout, stderr, setExitCode }: Terminal): Promise<void> {
  const signal = AbortSignal.timeout(timeout * 1_000);
  const settings = loadConfig(kafkaSettings, env);
  const { hubModels = [] } = modelOptions(env);
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
      return { canary, threshold: detectorThreshold(canary, hubModels), traceId: span.traceId, message };
    });
    await producer.send(
      sent.map(({ message }) => message),
      signal,
    );
    const { outcomes, blindness } = await awaitOutcomes(
      sent,
      { look: (asked) => storedDetections(store, sent, asked), pause, elapsedMs: () => Date.now() - startedMs },
      signal,
    );
    if (blindness !== null) await writeLine(stderr, `the store could not be asked: ${describeError(blindness.error)}`);
    await writeLines(
      stdout,
      outcomes.map((outcome) => JSON.stringify(outcome)),
    );
    if (outcomes.some(({ ok }) => !ok)) setExitCode(1);
  } finally {
    await Promise.all([producer.stop(), store.close()]);
  }
}

/** Ends early with the signal: whoever waits looks at that himself. */
async function pause(signal: AbortSignal): Promise<void> {
  await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
}

const detectionRow: z.ZodType<StoredDetection> = z.object({
  trace_id: z.string(),
  detector: z.string(),
  status: z.string(),
  score: z.number().nullable(),
});

function storedDetections(
  store: ClickHouse,
  sent: readonly SentCanary[],
  signal: AbortSignal,
): Promise<readonly StoredDetection[]> {
  const sql = `SELECT trace_id, detector, status, score FROM detections WHERE trace_id IN ({traceIds:Array(String)})`;
  return store.query(sql, { traceIds: sent.map(({ traceId }) => traceId) }, detectionRow, { signal });
}
