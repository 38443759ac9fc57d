import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";
import type { Readable } from "node:stream";

import { measureSpan } from "@parapet/ingester";
import { createGenaiPriceBook } from "@parapet/prices";
import { priceSpan } from "@parapet/pricing";
import { createKeyedHash, type KeyedHash } from "@parapet/runtime";
import {
  decodeTraceRequest,
  decodeTraceRequestJson,
  normaliseSpan,
  spanColumns,
  type DecodedRequest,
  type OtlpSpan,
} from "@parapet/span";
import type { Outcome } from "@parapet/delivery";
import { Command, Option } from "commander";

import { writeLine, type Terminal } from "../terminal.ts";

interface NormalizeOptions {
  readonly format: "otlp_json" | "otlp_proto";
  readonly tenant: string;
}

/** `parapet normalize`: OTLP in, one normalised span a line out. */
export function normalizeCommand(terminal: Terminal): Command {
  return new Command("normalize")
    .description("read OTLP trace requests and print one normalised span a line, keys named as the columns of `spans`")
    .argument("[file]", "where to read from instead of stdin")
    .addOption(new Option("--format <format>").choices(["otlp_json", "otlp_proto"]).default("otlp_json"))
    .option("--tenant <name>", "tenant to write into the spans", "default")
    .action((file: string | undefined, options: NormalizeOptions) => normalize(file, options, terminal));
}

async function normalize(file: string | undefined, options: NormalizeOptions, terminal: Terminal): Promise<void> {
  const input = file === undefined ? terminal.stdin : createReadStream(file);
  const print = createPrinter(options, terminal);
  if (options.format === "otlp_proto") return print(decodeTraceRequest(await buffer(input)), "the request");
  for await (const { text, name } of jsonRequests(input)) await print(decodeTraceRequestJson(text), name);
}

interface NamedRequest {
  readonly text: string;
  /** Where it stands in the input, for messages. */
  readonly name: string;
}

/**
 * One request a line, or one request laid out over many lines: when the first line is not JSON by itself, the whole
 * input is taken as one request.
 */
async function* jsonRequests(input: Readable): AsyncGenerator<NamedRequest> {
  let number = 0;
  let document: string[] | null = null;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (document !== null) document.push(line);
    else if (line.trim() === "") continue;
    else if (number === 1 && !isJson(line)) document = [line];
    else yield { text: line, name: `line ${number}` };
  }
  if (document !== null) yield { text: document.join("\n"), name: "the request" };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type Print = (decoded: Outcome<DecodedRequest>, name: string) => Promise<void>;

/** Prints the spans of a request, and says on stderr what could not be read; the rest goes on. */
function createPrinter({ tenant }: NormalizeOptions, { env, stdout, stderr, setExitCode }: Terminal): Print {
  const prices = createGenaiPriceBook();
  const key = env["PARAPET_HASH_KEY"];
  const hash: KeyedHash = key === undefined ? () => "" : createKeyedHash(key);
  const complain = async (what: string): Promise<void> => {
    setExitCode(1);
    await writeLine(stderr, what);
  };
  const row = (span: OtlpSpan): string => {
    const normalised = normaliseSpan(span, { tenant, receivedAtMs: Date.now() });
    return JSON.stringify(spanColumns(measureSpan(priceSpan(normalised, prices), hash)));
  };
  return async (decoded, name) => {
    if (decoded.kind === "dead_letter") return complain(`${name}: ${decoded.reason}`);
    for (const { idx, reason } of decoded.value.rejected) await complain(`${name}, span ${idx}: ${reason}`);
    for (const span of decoded.value.spans) await writeLine(stdout, row(span));
  };
}
