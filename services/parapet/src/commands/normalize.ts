import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";

import { deadLetter, ok, type Outcome } from "@parapet/delivery";
import {
  decodeEncoded,
  explainSpan,
  SpanBatchDecoder,
  withoutContent,
  type DecodeLimits,
  type Explanation,
  type OtlpSpan,
  type RejectedSpan,
  type SpanColumns,
} from "@parapet/span";
import { Command, Option } from "commander";

import { jsonObjects, type JsonPiece } from "../input/json-objects.ts";
import { splitLines } from "../input/split-lines.ts";
import { writeLine, writeLines, type Terminal } from "../terminal.ts";
import { createSpanReader, type SpanReader } from "./span-reader.ts";

interface NormalizeOptions {
  readonly format: "otlp_json" | "otlp_proto";
  readonly tenant: string;
  readonly explain?: true;
  readonly content: boolean;
}

/** Wider than a service's: a whole file may be one request. */
const limits: DecodeLimits = {
  maxBytes: 128 * 1024 * 1024,
  maxSpans: 1_000_000,
  maxDepth: 32,
  maxAttributes: 10_000,
  maxEvents: 10_000,
};

const notes = `
JSON may be one request a line, one or several over many lines, or a list of requests. What cannot be read is told on
stderr; the exit code is then 1, and the rest is served. With PARAPET_HASH_KEY set, prompts are hashed as the ingester does.
Of several spans of one call of a model in one request, one carries its cost (\`spend_role\`). Prices are those of the
time of each call; files of PARAPET_PRICE_FILES come before the built-in data.

With --no-content messages are stepped over, not read: for large captures of which only facts and costs are wanted. With
--explain each row has one key more, \`explain\`: for each column that is not empty, what of the span it came from.

Examples:
  parapet normalize --explain traces.json | jq .explain.cost_usd
  parapet normalize traces.json | jq -r '[.provider, .request_model, .cost_usd] | @tsv'`;

/** `parapet normalize`: OTLP in, one normalised span a line out. */
export function normalizeCommand(terminal: Terminal): Command {
  return new Command("normalize")
    .description(
      "read OTLP requests of traces, or of logs with GenAI events, and print one normalised span a line, keys named as the columns of `spans`",
    )
    .argument("[file]", "where to read from instead of stdin")
    .addOption(
      new Option("--format <format>", "how the requests are encoded")
        .choices(["otlp_json", "otlp_proto"])
        .default("otlp_json"),
    )
    .option("--tenant <name>", "tenant to write into the spans", "default")
    .option("--no-content", "leave messages and attributes out, and the measures of their texts")
    .addOption(
      new Option("--explain", "say beside each row which attributes its columns came from").conflicts("content"),
    )
    .addHelpText("after", notes)
    .action((file: string | undefined, options: NormalizeOptions) => normalize(file, options, terminal));
}

async function normalize(file: string | undefined, options: NormalizeOptions, terminal: Terminal): Promise<void> {
  const input = file === undefined ? terminal.stdin : createReadStream(file);
  const print = createPrinter(options, terminal);
  const requests = options.format === "otlp_proto" ? protobufRequest(input) : jsonRequests(input);
  for await (const request of requests) await print(request);
}

interface Request {
  /** Where it stands in the input, for messages. */
  readonly name: string;
  readonly bytes: Outcome<Uint8Array>;
}

async function* jsonRequests(input: Readable): AsyncGenerator<Request> {
  for await (const piece of jsonObjects(splitLines(input, limits.maxBytes), limits.maxBytes)) {
    yield { name: piece.name, bytes: bytesOf(piece) };
  }
}

function bytesOf(piece: JsonPiece): Outcome<Uint8Array> {
  return piece.kind === "object" ? ok(piece.bytes) : deadLetter(piece.reason);
}

/** The whole input: protobuf requests that are joined are one request. */
async function* protobufRequest(input: Readable): AsyncGenerator<Request> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) return yield { name: "the request", bytes: deadLetter("message_too_large") };
    chunks.push(Buffer.from(chunk));
  }
  yield { name: "the request", bytes: ok(Buffer.concat(chunks)) };
}

/** Rows of one request, as they are printed. */
interface RequestRows {
  readonly rows: readonly object[];
  readonly rejected: readonly RejectedSpan[];
}

type ReadRequest = (bytes: Uint8Array) => Outcome<RequestRows>;

function createRequestReader({ format, explain, content, tenant }: NormalizeOptions, reader: SpanReader): ReadRequest {
  const rowsOf = (spans: readonly OtlpSpan[]): readonly object[] =>
    reader.read(spans).map((row, at) => {
      const span = explain ? spans[at] : undefined;
      return span === undefined ? row : { ...row, explain: explainRow(span, row, reader) };
    });
  if (!content) return createBatchReader(reader, tenant);
  return (bytes) => {
    const decoded = decodeEncoded(bytes, format, limits);
    return decoded.kind === "ok" ? ok({ ...decoded.value, rows: rowsOf(decoded.value.spans) }) : decoded;
  };
}

/** Tells the sources of those columns that the span would have by itself; the others come from its neighbours. */
function explainRow(span: OtlpSpan, row: SpanColumns, reader: SpanReader): Explanation {
  const columns = (one: OtlpSpan): object => reader.read([one])[0] ?? {};
  const alone = new Map(Object.entries(columns(span)));
  const isOwn = ([column, value]: readonly [string, unknown]): boolean => isDeepStrictEqual(value, alone.get(column));
  const own = Object.fromEntries(Object.entries(row).filter(isOwn));
  return Object.fromEntries(
    Object.entries(explainSpan(span, columns)).filter(([column]) => Object.hasOwn(own, column)),
  );
}

function createBatchReader({ readBatch }: SpanReader, tenant: string): ReadRequest {
  const decoder = new SpanBatchDecoder({ limits });
  return (bytes) => {
    const decoded = decoder.decode(bytes, { tenant, receivedAtMs: Date.now() });
    if (decoded.kind !== "ok") return decoded;
    const { batch, rejected } = decoded.value;
    return ok({ rejected, rows: readBatch(batch).map((row) => withoutContent(row)) });
  };
}

/** Prints the spans of a request, and says on stderr what could not be read; the rest goes on. */
function createPrinter(
  options: NormalizeOptions,
  { env, stdout, stderr, setExitCode }: Terminal,
): (request: Request) => Promise<void> {
  const complain = async (what: string): Promise<void> => {
    setExitCode(1);
    await writeLine(stderr, what);
  };
  const read = createRequestReader(options, createSpanReader(env, options.tenant));
  return async ({ name, bytes }) => {
    const outcome = bytes.kind === "ok" ? read(bytes.value) : bytes;
    if (outcome.kind === "dead_letter" && outcome.reason === "empty_message") return; // Senders may send no spans.
    if (outcome.kind === "dead_letter") return complain(`${name}: ${outcome.reason}`);
    for (const { idx, reason } of outcome.value.rejected) await complain(`${name}, span ${idx}: ${reason}`);
    for (const row of outcome.value.rows) await writeLines(stdout, [JSON.stringify(row)]);
  };
}
