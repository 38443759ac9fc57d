import { createPriceBook, priceSettings } from "@parapet/prices";
import type { PriceBook } from "@parapet/pricing";
import { loadConfig } from "@parapet/runtime";
import { Command } from "commander";

import { splitLines, type InputLine } from "../input/split-lines.ts";
import { writeLines, type Terminal } from "../terminal.ts";
import { answerPrice } from "./price-answer.ts";
import { parsePriceLine } from "./price-question.ts";

/** One answer of a provider, in bytes. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

interface PriceOptions {
  readonly prices: readonly string[];
}

const form = `
A question, one a line. \`usage\` is the provider's whole answer, its usage object, the list of a stream's events, or the
text of any of these as it was received; all but id and usage may be left out, the model where the answer names it. Prices are those of \`at\` (ISO 8601), now without it:
  {"id":1,"provider":"openai","model":"gpt-4o","usage":{…},"at":"…","api_flavor":"chat","service_tier":"flex","region":"…"}
Its answer, in the same order; buckets beside the two totals do not overlap, and empty ones are left out:
  {"id":1,"buckets":{"input_tokens":12,"output_tokens":3,"input_uncached_tokens":12,"output_text_tokens":3},
   "input_cost_usd":"0.00003","output_cost_usd":"0.00003","cost_usd":"0.00006","price":{"version":"…","source":"…"}}
  {"id":2,"unpriced":"unknown_model"}
A line that cannot be read is told on stderr, {"line","error"}; the exit code is then 1, and the other lines are served.

Example:
  echo '{"id":1,"provider":"openai","model":"gpt-4o","usage":{"prompt_tokens":12,"completion_tokens":3}}' | parapet price`;

/** `parapet price`: what calls cost, from what providers say they used; one JSON line an answer, in order. */
export function priceCommand(terminal: Terminal): Command {
  return new Command("price")
    .description("price usage bodies from stdin, one JSON object a line")
    .option(
      "--prices <files...>",
      "price files of your own, before those of PARAPET_PRICE_FILES and the built-in data",
      [],
    )
    .addHelpText("after", form)
    .action((options: PriceOptions) => price(options, terminal));
}

async function price({ prices }: PriceOptions, terminal: Terminal): Promise<void> {
  const { PARAPET_PRICE_FILES } = loadConfig(priceSettings, terminal.env);
  const book = createPriceBook({ files: [...prices, ...PARAPET_PRICE_FILES] });
  for await (const lines of splitLines(terminal.stdin, MAX_LINE_BYTES)) {
    const { answers, errors } = answerLines(lines, book, Date.now());
    if (errors.length > 0) terminal.setExitCode(1);
    await writeLines(terminal.stderr, errors);
    await writeLines(terminal.stdout, answers);
  }
}

interface PrintedLines {
  readonly answers: readonly string[];
  readonly errors: readonly string[];
}

function answerLines(lines: readonly InputLine[], book: PriceBook, nowMs: number): PrintedLines {
  const printed = { answers: new Array<string>(), errors: new Array<string>() };
  for (const line of lines) {
    if (line.kind === "line" && isBlank(line.bytes)) continue;
    const parsed = parsePriceLine(line);
    if (parsed.kind === "question") printed.answers.push(JSON.stringify(answerPrice(parsed.question, book, nowMs)));
    else printed.errors.push(JSON.stringify({ line: parsed.line, error: parsed.error }));
  }
  return printed;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}
