import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

import {
  createOtlpSpan,
  encodeTraceRequest,
  encodeTraceRequestJson,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";

import { poisonMessages } from "../poison.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** A message, and what must become of it. */
export interface ChaosMessage {
  readonly value: Uint8Array;
  readonly spans: number;
  readonly deadLetters: number;
  readonly spanIds: readonly string[];
  readonly contentCrc32: number;
}

const MEBIBYTE = 1024 * 1024;
const [smallPoison, hugePoison] = [
  poisonMessages().filter(({ value }) => value.length < MEBIBYTE),
  poisonMessages().filter(({ value }) => value.length >= MEBIBYTE),
];

/** Larger than what the chaos ingesters take into one range. */
const LARGE_TEXT_BYTES = 1.5 * MEBIBYTE;

const words = ["order", "refund", "cluster", "invoice", "deploy", "latency", "customer", "ticket", "schema", "battery"];

/** Good messages mostly; one in twenty is poison, as many are repeated, few are large. */
export function createChaosMessages(random: SeededRandom): {
  readonly next: () => ChaosMessage;
  readonly huge: () => ChaosMessage;
} {
  const sent: ChaosMessage[] = [];
  const next = (): ChaosMessage => {
    const dice = random.next();
    if (dice < 0.05) return deadMessage(random.pick(smallPoison).value);
    // Its span ids are there twice by the producer's doing.
    if (dice < 0.1 && sent.length > 0) return random.pick(sent);
    const message = goodMessage(random, dice > 0.997 ? LARGE_TEXT_BYTES : 0);
    if (message.value.length < MEBIBYTE) sent.push(message);
    if (sent.length > 100) sent.shift();
    return message;
  };
  return { next, huge: () => deadMessage(random.pick(hugePoison).value) };
}

function deadMessage(value: Uint8Array): ChaosMessage {
  return { value, spans: 0, deadLetters: 1, spanIds: [], contentCrc32: 0 };
}

function goodMessage(random: SeededRandom, extraBytes: number): ChaosMessage {
  const traceId = randomBytes(16).toString("hex");
  const texts = Array.from({ length: random.between(1, 12) }, () => textOf(random));
  if (extraBytes > 0) texts[0] = words.join(" ").repeat(Math.ceil(extraBytes / words.join(" ").length));
  const inputs = texts.map((text) => JSON.stringify([{ role: "user", parts: [{ type: "text", content: text }] }]));
  const spans = inputs.map((input) => chatSpan(traceId, input, random));
  return {
    value: random.next() < 0.8 ? encodeTraceRequest(spans) : Buffer.from(encodeTraceRequestJson(spans)),
    spans: spans.length,
    deadLetters: 0,
    spanIds: spans.map(({ spanId }) => spanId),
    contentCrc32: crc32(inputs.join("")),
  };
}

/** Different for every span, so that a text in the wrong row shows. */
function textOf(random: SeededRandom): string {
  const said = Array.from({ length: random.between(3, 60) }, () => random.pick(words));
  return `${said.join(" ")} ${randomBytes(4).toString("hex").replaceAll(/\d/g, "x")}`;
}

const resource = new Map<string, AnyValue>([["service.name", "chaos"]]);

function chatSpan(traceId: string, input: string, random: SeededRandom): OtlpSpan {
  const endTimeUnixNano = BigInt(Date.now()) * 1_000_000n;
  return createOtlpSpan({
    traceId,
    spanId: randomBytes(8).toString("hex"),
    name: "chat gpt-4o",
    kind: 3,
    startTimeUnixNano: endTimeUnixNano - 1_500_000_000n,
    endTimeUnixNano,
    resource,
    statusCode: random.next() < 0.1 ? 2 : 0,
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", random.pick(["gpt-4o", "gpt-4o-mini", "a-model-of-tomorrow"])],
      ["gen_ai.usage.input_tokens", random.between(1, 2_000)],
      ["gen_ai.usage.output_tokens", random.between(1, 500)],
      ["gen_ai.input.messages", input],
    ]),
  });
}
