import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { loadModels } from "@parapet/guard";
import type { LearnedDetector } from "@parapet/onnx";
import { seededRandom } from "@parapet/random";
import { silentLogger } from "@parapet/runtime";
import {
  auroc,
  averagePrecision,
  bootstrapInterval,
  calibrationError,
  f1Above,
  rateAbove,
  recallAtFalsePositiveRate,
  type Scored,
} from "@parapet/stats";

import { readLabelled } from "./accuracy/labelled-lines.ts";
import { parseThreshold } from "./accuracy/parse-threshold.ts";
import { recallWhenHidden, type HiddenRecall } from "./accuracy/recall-when-hidden.ts";
import { scoreTexts } from "./accuracy/score-texts.ts";

const DIGITS = 4;
const SAMPLES = 200;
/** The same intervals for the same scores. */
const SEED = 20_261;

/**
 * `pnpm bench accuracy --data FILE.jsonl --detector NAME`: what a shipped detector does on labelled texts.
 * `--evasions` tells the recall at the threshold of texts that are written to hide what they say as well, where one that has
 * no score any more is missed.
 * `--protocol leave-one-source-out [--model text|pairs] [--rows N] [--epochs N] [--only FAMILY]` trains without each
 * family of sources and asks about it.
 */
export async function benchAccuracy(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      data: { type: "string" },
      detector: { type: "string" },
      threshold: { type: "string" },
      protocol: { type: "string" },
      model: { type: "string" },
      only: { type: "string" },
      rows: { type: "string" },
      epochs: { type: "string" },
      evasions: { type: "boolean", default: false },
    },
  });
  if (values.protocol !== undefined) return runProtocol(values.protocol, values);
  const { data, detector: name, evasions: isHiding } = values;
  if (data === undefined || name === undefined) throw new Error("say --data FILE.jsonl --detector NAME");
  const threshold = values.threshold === undefined ? undefined : parseThreshold(values.threshold);
  const models = await loadModels({ providers: ["cpu"], log: silentLogger });
  try {
    const detector = models.classifier.detectors.find((one) => one.name === name);
    if (detector === undefined) {
      const known = models.classifier.detectors.map((one) => one.name).join(", ");
      throw new Error(`there is no detector ${name}; there are ${known}`);
    }
    const options = { detector, threshold: threshold ?? detector.defaultThreshold };
    const texts = await scoreTexts(await readLabelled(data), name, models.classifier);
    const scored = texts.flatMap(({ score, ...text }) => (score === null ? [] : [{ ...text, score }]));
    const bySource = Map.groupBy(scored, ({ source }) => source);
    report("all", scored, options);
    if (bySource.size > 1) for (const [source, own] of bySource) report(source, own, options);
    print({
      detector: name,
      case: "all",
      figure: "not scored",
      value: texts.length - scored.length,
      texts: texts.length,
    });
    if (!isHiding) return;
    const hidden = await recallWhenHidden(texts, { ...options, detector: name, classifier: models.classifier });
    for (const recall of hidden) reportHidden(recall, options);
  } finally {
    await models.stop();
  }
}

const PROTOCOL = join(import.meta.dirname, "../../models/src/protocol/main.ts");

type ProtocolOptions = { readonly [name in "model" | "rows" | "epochs" | "only"]?: string | undefined };

function runProtocol(protocol: string, { model, rows, epochs, only }: ProtocolOptions): void {
  if (protocol !== "leave-one-source-out") throw new Error("the protocol there is is leave-one-source-out");
  const options = Object.entries({ model, rows, epochs, only });
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  execFileSync(process.execPath, ["--conditions=source", PROTOCOL, ...given], { stdio: "inherit" });
}

interface ReportOptions {
  readonly detector: LearnedDetector;
  readonly threshold: number;
}

function reportHidden({ evasion, recall, lost, unscored, texts }: HiddenRecall, options: ReportOptions): void {
  const { detector, threshold } = options;
  const figure = { detector: detector.name, case: evasion, figure: `recall at ${threshold}`, value: rounded(recall) };
  print({ ...figure, lost: rounded(lost), unscored, texts });
}

function report(source: string, scored: readonly Scored[], { detector, threshold }: ReportOptions): void {
  const figures: Readonly<Record<string, (sample: readonly Scored[]) => number | null>> = {
    auroc,
    auprc: averagePrecision,
    "recall at 1 % FPR": (sample) => recallAtFalsePositiveRate(sample, 0.01),
    [`recall at ${threshold}`]: (sample) => rateAbove(sample, 1, threshold),
    [`FPR at ${threshold}`]: (sample) => rateAbove(sample, 0, threshold),
    [`F1 at ${threshold}`]: (sample) => f1Above(sample, threshold),
    ece: calibrationError,
  };
  const positives = scored.filter(({ label }) => label === 1).length;
  for (const [figure, figureOf] of Object.entries(figures)) {
    const value = figureOf(scored);
    if (value === null) continue;
    const interval = bootstrapInterval(scored, figureOf, { samples: SAMPLES, random: seededRandom(SEED) });
    const bounds = interval === null ? {} : { low: rounded(interval.low), high: rounded(interval.high) };
    print({
      detector: detector.name,
      case: source,
      figure,
      value: rounded(value),
      ...bounds,
      texts: scored.length,
      positives,
      model: detector.version,
    });
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

function print(fields: Readonly<Record<string, string | number>>): void {
  process.stdout.write(`${JSON.stringify({ bench: "accuracy", ...fields })}\n`);
}
