import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

import { encodeTraceRequestJson, readLangfuseExport, type ExportProblem, type OtlpSpan } from "@parapet/span";
import { Command, Option } from "commander";

import { jsonObjects, type JsonPiece } from "../input/json-objects.ts";
import { splitLines } from "../input/split-lines.ts";
import { writeLine, writeLines, type Terminal } from "../terminal.ts";
import { createSpanReader } from "./span-reader.ts";

interface ImportOptions {
  readonly format: "rows" | "otlp_json";
  readonly tenant: string;
}

/** One trace, or one page of a list, at most: the largest that is in memory at once. */
const MAX_BYTES = 128 * 1024 * 1024;

const notes = `
JSON may be a trace with its observations as the interface and the API give it, a list of traces or observations, pages of
the API ({"data": [...]}), or one of these a line. What gives no span is told on stderr; the exit code is then 1, and the
rest is served. Costs are by our prices; Langfuse's own are in reported_cost_usd. Two observations of one call are counted
once where they come in one trace or one page.

Examples:
  parapet import langfuse trace.json | jq -r '[.name, .request_model, .cost_usd] | @tsv'
  parapet import langfuse --format otlp_json *.json |
    while read -r request; do curl -H 'content-type: application/json' -d "$request" http://127.0.0.1:4318/v1/traces; done`;

const adviceOf: Readonly<Record<ExportProblem, string>> = {
  undecodable_json: "undecodable_json",
  not_a_langfuse_export: "not_a_langfuse_export: neither a trace nor an observation",
  trace_without_observations: "trace_without_observations: export the trace itself, lists hold ids only",
  incomplete_observation: "incomplete_observation: it names no id, no trace or no start",
  score_without_trace: "score_without_trace: export the trace, its scores come with it",
};

/** `parapet import langfuse`: exports in, one normalised span a line out, or requests for a gateway. */
export function importLangfuseCommand(terminal: Terminal): Command {
  return new Command("langfuse")
    .description("read Langfuse exports and print one normalised span a line, as `normalize` does")
    .argument("[files...]", "where to read from instead of stdin")
    .addOption(
      new Option("--format <format>", "rows, or OTLP requests that a gateway takes in")
        .choices(["rows", "otlp_json"])
        .default("rows"),
    )
    .option("--tenant <name>", "tenant to write into the rows", "default")
    .addHelpText("after", notes)
    .action((files: string[], options: ImportOptions) => importLangfuse(files, options, terminal));
}

async function importLangfuse(files: readonly string[], options: ImportOptions, terminal: Terminal): Promise<void> {
  const print = createPrinter(options, terminal);
  if (files.length === 0) return importFrom(terminal.stdin, "", print);
  for (const file of files) await importFrom(createReadStream(file), `${file}: `, print);
}

type Print = (place: string, piece: JsonPiece) => Promise<void>;

async function importFrom(input: Readable, source: string, print: Print): Promise<void> {
  for await (const piece of jsonObjects(splitLines(input, MAX_BYTES), MAX_BYTES)) {
    await print(`${source}${piece.name}`, piece);
  }
}

/** Prints the spans of one piece, and says on stderr what gave none. */
function createPrinter({ format, tenant }: ImportOptions, { env, stdout, stderr, setExitCode }: Terminal): Print {
  const { read } = createSpanReader(env, tenant);
  const complain = async (what: string): Promise<void> => {
    setExitCode(1);
    await writeLine(stderr, what);
  };
  const print = async (spans: readonly OtlpSpan[]): Promise<void> => {
    if (format === "otlp_json") return writeLines(stdout, spans.length === 0 ? [] : [encodeTraceRequestJson(spans)]);
    for (const row of read(spans)) await writeLine(stdout, JSON.stringify(row));
  };
  return async (place, piece) => {
    if (piece.kind === "unreadable") return complain(`${place}: ${piece.reason}`);
    const { spans, problems } = readLangfuseExport(piece.bytes.toString("utf8"));
    for (const { place: inner, problem } of problems) {
      await complain(`${place}${inner === "" ? "" : `, ${inner}`}: ${adviceOf[problem]}`);
    }
    await print(spans);
  };
}
