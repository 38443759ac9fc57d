import { openModels, SensitiveSearches } from "@parapet/guard";
import { createTextClassifier, type TextClassifier } from "@parapet/onnx";
import { createLogger, ParapetError, type Logger } from "@parapet/runtime";
import { sensitiveDetectors } from "@parapet/sensitive";
import { Command, Option } from "commander";

import { isBlank } from "../input/parse-question.ts";
import { splitLines, type InputLine } from "../input/split-lines.ts";
import { decisionPolicyOf } from "../settings/decision-policy.ts";
import { sensitivePolicyOf } from "../settings/sensitive-policy.ts";
import { writeLines, type Terminal } from "../terminal.ts";
import { offsetUnits, type OffsetUnit } from "./print-findings.ts";
import { createNameWatch } from "./name-watch.ts";
import { answerLines, type AnswerDeps } from "./scan-answer.ts";
import { parseScanLine } from "./scan-question.ts";

/** One line with its text, in bytes. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Lines that go through the encoder together: enough to keep its sessions busy. */
const BATCH = { lines: 32, bytes: 1024 * 1024 };

interface ScanOptions {
  readonly detectors: readonly string[];
  readonly offsets: OffsetUnit;
  readonly policy?: string;
  readonly tenant: string;
}

const form = `
A question, one a line; all but id and text may be left out:
  {"id":1,"text":"…","context":"…","direction":"input"|"output","entities":["EMAIL_ADDRESS"],"language":"en",
   "regions":["DE"],"countries":["de"]}
Its answer, in the same order; scores are those of every learned detector, flagged or not:
  {"id":1,"findings":[{"category","entity"?,"score","start","end"}],"scores":{"injection":0.12},"decision":"allow"}
An answer (direction "output") is held to its context, sentence by sentence; without a context it has no score for hallucination.
Where text is hidden (zero-width characters, look-alikes, …) is a finding of the category "obfuscation".
Detectors for which a text or its context is too long to be read whole are named in "truncated":["injection"].
The decision is that of the policy of PARAPET_POLICY_FILE, as in the guard; with "failMode: closed" such a text is denied.
A line that cannot be read is answered {"id","error"}; the exit code is then 1, and the other lines are served.
A policy that cannot be used ends with 78; each of its problems is told with its path.

Example:
  echo '{"id":1,"text":"Write to eve@example.com"}' | parapet scan --detectors pii,secrets`;

/** `parapet scan`: what the detectors find in texts, one JSON line an answer, in the order of the questions. */
export function scanCommand(terminal: Terminal): Command {
  return new Command("scan")
    .description("look at texts from stdin, one JSON object a line, and print what was found")
    .option(
      "--detectors <names>",
      "comma-separated detectors to run (pii, secrets, injection, toxicity, hallucination); all by default",
      splitNames,
      [],
    )
    .addOption(new Option("--offsets <unit>", "unit of start and end").choices(offsetUnits).default("utf16"))
    .option("--policy <file>", "policy of sensitive data, instead of that of PARAPET_SENSITIVE_FILE")
    .option("--tenant <name>", "tenant whose policy holds", "default")
    .addHelpText("after", form)
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
  const sensitive = sensitivePolicyOf(options.policy, terminal.env);
  const policy = decisionPolicyOf(terminal.env);
  const models = await openClassifier(options, terminal, log);
  const deps: AnswerDeps = {
    ...options,
    inspection: {
      classifier: models.classifier,
      policy,
      sensitive: new SensitiveSearches(sensitive),
      operators: {},
      log,
    },
    watchNames: createNameWatch(sensitive, log),
  };
  try {
    for await (const batch of batchesOf(splitLines(terminal.stdin, MAX_LINE_BYTES))) {
      const answers = await answerLines(batch.map(parseScanLine), deps);
      if (answers.some((answer) => "error" in answer)) terminal.setExitCode(1);
      const lines = answers.map((answer) => JSON.stringify(answer));
      await writeLines(terminal.stdout, lines);
    }
  } finally {
    await models.stop();
  }
}

interface OpenClassifier {
  readonly classifier: TextClassifier;
  readonly stop: () => Promise<void>;
}

/** The models are loaded only when a learned detector is asked for: personal data and secrets need none. */
async function openClassifier({ detectors }: ScanOptions, { env }: Terminal, log: Logger): Promise<OpenClassifier> {
  const searching: ReadonlySet<string> = new Set(sensitiveDetectors);
  if (detectors.length > 0 && detectors.every((name) => searching.has(name))) {
    return { classifier: createTextClassifier({ models: [], lanes: 1 }), stop: async () => undefined };
  }
  const models = await openModels(env, log);
  const known = new Set([...searching, ...models.classifier.detectors.map(({ name }) => name)]);
  const unknown = detectors.filter((name) => !known.has(name));
  if (unknown.length === 0) return models;
  await models.stop();
  throw new ParapetError("unknown_detector", `--detectors: ${unknown.join(", ")}; there are ${[...known].join(", ")}`);
}

/** Lines that have arrived together, cut into batches; a line without anything on it is passed over. */
async function* batchesOf(groups: AsyncIterable<readonly InputLine[]>): AsyncGenerator<readonly InputLine[]> {
  for await (const group of groups) yield* cutGroup(group);
}

function* cutGroup(lines: readonly InputLine[]): Generator<readonly InputLine[]> {
  let [batch, bytes]: [InputLine[], number] = [[], 0];
  for (const line of lines) {
    if (isBlank(line)) continue;
    batch.push(line);
    bytes += line.kind === "line" ? line.bytes.length : 0;
    if (batch.length < BATCH.lines && bytes < BATCH.bytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
