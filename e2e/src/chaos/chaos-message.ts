import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

import { chance, integerBetween, pick, type Random } from "@parapet/random";
import {
  createOtlpSpan,
  encodeTraceRequest,
  encodeTraceRequestJson,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";

import { poisonMessages } from "../poison.ts";

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
export function createChaosMessages(random: Random): {
  readonly next: () => ChaosMessage;
  readonly huge: () => ChaosMessage;
} {
  const sent: ChaosMessage[] = [];
  const next = (): ChaosMessage => {
    const dice = random();
    if (dice < 0.05) return deadMessage(pick(random, smallPoison).value);
    // Its span ids are there twice by the producer's doing.
    if (dice < 0.1 && sent.length > 0) return pick(random, sent);
    const message = goodMessage(random, dice > 0.997 ? LARGE_TEXT_BYTES : 0);
    if (message.value.length < MEBIBYTE) sent.push(message);
    if (sent.length > 100) sent.shift();
    return message;
  };
  return { next, huge: () => deadMessage(pick(random, hugePoison).value) };
}

function deadMessage(value: Uint8Array): ChaosMessage {
  return { value, spans: 0, deadLetters: 1, spanIds: [], contentCrc32: 0 };
}

function goodMessage(random: Random, extraBytes: number): ChaosMessage {
  const traceId = randomBytes(16).toString("hex");
  const texts = Array.from({ length: integerBetween(random, 1, 12) }, () => textOf(random));
  if (extraBytes > 0) texts[0] = words.join(" ").repeat(Math.ceil(extraBytes / words.join(" ").length));
  const inputs = texts.map((text) => JSON.stringify([{ role: "user", parts: [{ type: "text", content: text }] }]));
  const spans = inputs.map((input) => chatSpan(traceId, input, random));
  return {
    value: chance(random, 0.8) ? encodeTraceRequest(spans) : Buffer.from(encodeTraceRequestJson(spans)),
    spans: spans.length,
    deadLetters: 0,
    spanIds: spans.map(({ spanId }) => spanId),
    contentCrc32: crc32(inputs.join("")),
  };
}

/** Different for every span, so that a text in the wrong row shows. */
function textOf(random: Random): string {
  const said = Array.from({ length: integerBetween(random, 3, 60) }, () => pick(random, words));
  return `${said.join(" ")} ${randomBytes(4).toString("hex").replaceAll(/\d/g, "x")}`;
}

const resource = new Map<string, AnyValue>([["service.name", "chaos"]]);

function chatSpan(traceId: string, input: string, random: Random): OtlpSpan {
  const endTimeUnixNano = BigInt(Date.now()) * 1_000_000n;
  return createOtlpSpan({
    traceId,
    spanId: randomBytes(8).toString("hex"),
    name: "chat gpt-4o",
    kind: 3,
    startTimeUnixNano: endTimeUnixNano - 1_500_000_000n,
    endTimeUnixNano,
    resource,
    statusCode: chance(random, 0.1) ? 2 : 0,
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", pick(random, ["gpt-4o", "gpt-4o-mini", "a-model-of-tomorrow"])],
      ["gen_ai.usage.input_tokens", integerBetween(random, 1, 2_000)],
      ["gen_ai.usage.output_tokens", integerBetween(random, 1, 500)],
      ["gen_ai.input.messages", input],
    ]),
  });
}
