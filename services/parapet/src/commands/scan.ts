import { createInterface } from "node:readline";

import {
  inspectTexts,
  loadModels,
  modelOptions,
  PII_DETECTOR,
  type Inspection,
  type InspectionDeps,
} from "@parapet/guard";
import type { TextClassifier } from "@parapet/onnx";
import { defaultPolicy } from "@parapet/policy";
import { createLogger, ParapetError, type Logger } from "@parapet/runtime";
import { codePointOffsets } from "@parapet/text";
import { Command, Option } from "commander";

import { writeLine, type Terminal } from "../terminal.ts";
import { parseScanLine, type ParsedLine, type ScanQuestion } from "./scan-question.ts";

/** Lines that go through the encoder together: enough to keep its sessions busy. */
const BATCH_LINES = 32;

interface ScanOptions {
  readonly detectors: readonly string[];
  readonly offsets: "utf16" | "codepoint";
}

/** `parapet scan`: what the detectors find in texts, one JSON line an answer, in the order of the questions. */
export function scanCommand(terminal: Terminal): Command {
  return new Command("scan")
    .description("look at texts from stdin, one JSON object a line, and print what was found")
    .option(
      "--detectors <names>",
      "comma-separated detectors to run (pii, injection, toxicity); all by default",
      splitNames,
      [],
    )
    .addOption(new Option("--offsets <unit>", "unit of start and end").choices(["utf16", "codepoint"]).default("utf16"))
    .action((options: ScanOptions) => scan(options, terminal));
}

function splitNames(names: string): readonly string[] {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

async function scan(options: ScanOptions, terminal: Terminal): Promise<void> {
  const log = createLogger({ service: "scan", level: "warn" });
  const models = await openClassifier(options, terminal, log);
  const deps: InspectionDeps = { classifier: models.classifier, policy: defaultPolicy, operators: {}, log };
  try {
    for await (const lines of batchesOf(createInterface({ input: terminal.stdin, crlfDelay: Infinity }))) {
      const answers = await answerBatch(lines.map(parseScanLine), options, deps);
      for (const answer of answers) await writeLine(terminal.stdout, JSON.stringify(answer));
      if (answers.some((answer) => "error" in answer)) terminal.setExitCode(1);
    }
  } finally {
    await models.stop();
  }
}

interface OpenClassifier {
  readonly classifier: TextClassifier;
  readonly stop: () => Promise<void>;
}

/** The models are loaded only when a learned detector is asked for: personal data alone needs none. */
async function openClassifier({ detectors }: ScanOptions, { env }: Terminal, log: Logger): Promise<OpenClassifier> {
  const isLearned = (name: string): boolean => name !== PII_DETECTOR;
  if (detectors.length > 0 && !detectors.some(isLearned)) {
    return { classifier: { heads: [], modelVersion: "", classify: async () => [] }, stop: async () => undefined };
  }
  const models = await loadModels({ ...modelOptions(env), log });
  const known = new Set([PII_DETECTOR, ...models.classifier.heads.map((head) => head.name)]);
  const unknown = detectors.filter((name) => !known.has(name));
  if (unknown.length === 0) return models;
  await models.stop();
  throw new ParapetError("unknown_detector", `--detectors: ${unknown.join(", ")}; there are ${[...known].join(", ")}`);
}

async function* batchesOf(lines: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const line of lines) {
    if (line.trim() === "") continue;
    batch.push(line);
    if (batch.length < BATCH_LINES) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type ScanAnswer = { readonly id: string | number | null; readonly error: string } | ReturnType<typeof answerOf>;

async function answerBatch(
  lines: readonly ParsedLine[],
  options: ScanOptions,
  deps: InspectionDeps,
): Promise<readonly ScanAnswer[]> {
  const questions = lines.flatMap((line) => (line.kind === "question" ? [line.question] : []));
  const signal = new AbortController().signal;
  const inspections = (await inspectTexts(questions, { detectors: options.detectors, signal }, deps)).values();
  return lines.map((line) => {
    if (line.kind === "bad") return { id: line.id, error: line.error };
    const inspection = inspections.next().value;
    if (inspection === undefined) throw new Error("every question has an inspection");
    const failed = inspection.detections.filter(({ status }) => status !== "ran");
    if (failed.length === 0) return answerOf(line.question, inspection, options);
    return { id: line.question.id, error: `not run: ${failed.map(({ detector }) => detector).join(", ")}` };
  });
}

function answerOf({ id, text }: ScanQuestion, inspection: Inspection, { offsets }: ScanOptions) {
  const { findings, scores, decision } = inspection;
  const place = offsets === "codepoint" ? codePointOffsets(text) : (offset: number): number => offset;
  return {
    id,
    findings: findings.map(({ category, entity, score, start, end }) => ({
      category,
      ...(entity === undefined ? {} : { entity }),
      score,
      start: place(start),
      end: place(end),
    })),
    scores,
    decision,
  };
}
