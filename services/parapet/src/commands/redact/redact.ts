import type { OperatorSetting } from "@parapet/sensitive";
import { Command, Option } from "commander";

import { isBlank } from "../../input/parse-question.ts";
import { splitLines } from "../../input/split-lines.ts";
import { sensitivePolicyOf } from "../../settings/sensitive-policy.ts";
import { writeBytes, writeLines, type Terminal } from "../../terminal.ts";
import { offsetUnits, type OffsetUnit } from "../print-findings.ts";
import { redactLine } from "./redact-line.ts";
import { createTextRedaction, type TextRedaction } from "./text-redaction.ts";
import { WindowedRedaction } from "./windowed-redaction.ts";

/** One line with its text, in bytes. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const operatorKinds: readonly OperatorSetting["kind"][] = ["replace", "redact", "mask", "hash", "surrogate", "keep"];

interface RedactOptions {
  readonly json?: true;
  readonly operator?: OperatorSetting["kind"];
  readonly policy?: string;
  readonly tenant: string;
  readonly offsets: OffsetUnit;
}

const notes = `
Plain text may have any size: it is read in windows, and no value is cut. What is no UTF-8 is read as U+FFFD.
With --json a question is one a line, and so is its answer, in the same order; offsets are into the text as it was:
  {"id":1,"text":"Write to eve@example.com"}
  {"id":1,"text":"Write to <EMAIL_ADDRESS>","findings":[{"category","entity"?,"score","start","end"}]}

Operators: replace by <ENTITY>, redact (take out), mask with *, hash (keyed), surrogate (a fake of the same shape), keep.
--operator holds for entities that the policy names no operator for. hash and surrogate need PARAPET_HASH_KEY, and give
what the ingester stores for the tenant; what the other operators give stays as it is when it is redacted again.

Exit codes: 0; 1 when a line could not be read, which is answered {"id","error"} while the others are served; 78 when the
policy or PARAPET_HASH_KEY cannot be used.

Example:
  echo 'Write to eve@example.com' | parapet redact`;

/** `parapet redact`: texts in, the same texts without personal data and secrets out. */
export function redactCommand(terminal: Terminal): Command {
  return new Command("redact")
    .description("replace personal data and secrets in the text on stdin, and print it")
    .option("--json", "read and print JSON, one object a line")
    .addOption(new Option("--operator <name>", "what becomes of a value").choices(operatorKinds))
    .option("--policy <file>", "policy of sensitive data, instead of that of PARAPET_SENSITIVE_FILE")
    .option("--tenant <name>", "tenant whose policy and key hold", "default")
    .addOption(
      new Option("--offsets <unit>", "unit of start and end, with --json").choices(offsetUnits).default("utf16"),
    )
    .addHelpText("after", notes)
    .action((options: RedactOptions) => redact(options, terminal));
}

async function redact({ json, policy, offsets, ...options }: RedactOptions, terminal: Terminal): Promise<void> {
  const redaction = createTextRedaction({ ...options, policy: sensitivePolicyOf(policy, terminal.env) }, terminal.env);
  await (json === undefined ? redactStream(redaction, terminal) : redactLines(redaction, offsets, terminal));
}

async function redactStream(redaction: TextRedaction, { stdin, stdout }: Terminal): Promise<void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const windows = new WindowedRedaction(redaction);
  for await (const chunk of stdin) {
    const redacted = windows.push(decoder.decode(chunk, { stream: true }));
    if (redacted !== "") await writeBytes(stdout, redacted);
  }
  await writeBytes(stdout, windows.push(decoder.decode()) + windows.end());
}

async function redactLines(redaction: TextRedaction, offsets: OffsetUnit, terminal: Terminal): Promise<void> {
  for await (const lines of splitLines(terminal.stdin, MAX_LINE_BYTES)) {
    for (const line of lines) {
      if (isBlank(line)) continue;
      const answer = redactLine(line, redaction, offsets);
      if ("error" in answer) terminal.setExitCode(1);
      await writeLines(terminal.stdout, [JSON.stringify(answer)]);
    }
  }
}
