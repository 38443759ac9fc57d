import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

import { deadLetter, type Outcome } from "@parapet/delivery";
import { measureSpan } from "@parapet/ingester";
import { createGenaiPriceBook } from "@parapet/prices";
import { priceSpan } from "@parapet/pricing";
import { createKeyedHash, hashKeySetting, loadConfig, type Environment, type KeyedHash } from "@parapet/runtime";
import {
  decodeTraceRequest,
  decodeTraceRequestJson,
  normaliseSpan,
  spanColumns,
  type DecodedRequest,
  type DecodeLimits,
  type OtlpSpan,
} from "@parapet/span";
import { Command, Option } from "commander";
import { z } from "zod";

import { jsonObjects, type JsonPiece } from "../input/json-objects.ts";
import { splitLines } from "../input/split-lines.ts";
import { writeLine, writeLines, type Terminal } from "../terminal.ts";

interface NormalizeOptions {
  readonly format: "otlp_json" | "otlp_proto";
  readonly tenant: string;
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

Example:
  parapet normalize traces.json | jq -r '[.provider, .request_model, .cost_usd] | @tsv'`;

/** `parapet normalize`: OTLP in, one normalised span a line out. */
export function normalizeCommand(terminal: Terminal): Command {
  return new Command("normalize")
    .description("read OTLP trace requests and print one normalised span a line, keys named as the columns of `spans`")
    .argument("[file]", "where to read from instead of stdin")
    .addOption(
      new Option("--format <format>", "how the requests are encoded")
        .choices(["otlp_json", "otlp_proto"])
        .default("otlp_json"),
    )
    .option("--tenant <name>", "tenant to write into the spans", "default")
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
  readonly decoded: Outcome<DecodedRequest>;
}

async function* jsonRequests(input: Readable): AsyncGenerator<Request> {
  for await (const piece of jsonObjects(splitLines(input, limits.maxBytes), limits.maxBytes)) {
    yield { name: piece.name, decoded: decodePiece(piece) };
  }
}

function decodePiece(piece: JsonPiece): Outcome<DecodedRequest> {
  return piece.kind === "object" ? decodeTraceRequestJson(piece.bytes, limits) : deadLetter(piece.reason);
}

/** The whole input: protobuf requests that are joined are one request. */
async function* protobufRequest(input: Readable): AsyncGenerator<Request> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) return yield { name: "the request", decoded: deadLetter("message_too_large") };
    chunks.push(Buffer.from(chunk));
  }
  yield { name: "the request", decoded: decodeTraceRequest(Buffer.concat(chunks), limits) };
}

/** Prints the spans of a request, and says on stderr what could not be read; the rest goes on. */
function createPrinter(
  { tenant }: NormalizeOptions,
  { env, stdout, stderr, setExitCode }: Terminal,
): (request: Request) => Promise<void> {
  const prices = createGenaiPriceBook();
  const hash = promptHash(env);
  const complain = async (what: string): Promise<void> => {
    setExitCode(1);
    await writeLine(stderr, what);
  };
  const row = (span: OtlpSpan): string => {
    const normalised = normaliseSpan(span, { tenant, receivedAtMs: Date.now() });
    return JSON.stringify(spanColumns(measureSpan(priceSpan(normalised, prices), hash)));
  };
  return async ({ name, decoded }) => {
    if (decoded.kind === "dead_letter" && decoded.reason === "empty_message") return; // Senders may send no spans.
    if (decoded.kind === "dead_letter") return complain(`${name}: ${decoded.reason}`);
    for (const { idx, reason } of decoded.value.rejected) await complain(`${name}, span ${idx}: ${reason}`);
    for (const span of decoded.value.spans) await writeLines(stdout, [row(span)]);
  };
}

/** Without a key there is no hash: one made without a secret could be guessed. */
function promptHash(env: Environment): KeyedHash {
  const key = loadConfig(z.object({ PARAPET_HASH_KEY: hashKeySetting.optional() }), env).PARAPET_HASH_KEY;
  return key === undefined ? () => "" : createKeyedHash(key);
}
