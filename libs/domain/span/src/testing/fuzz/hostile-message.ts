import { dialects } from "../../dialects/index.ts";
import { encodeTraceRequest } from "../../otlp/encode-trace-request.ts";
import { encodeTraceRequestJson } from "../../otlp/encode-trace-request-json.ts";
import type { AnyValue, OtlpSpan, SpanEvent } from "../../otlp/otlp-span.ts";
import { createOtlpSpan } from "../../otlp/otlp-span.ts";
import { hostileName, hostileValue } from "./hostile-value.ts";
import { oddRequest } from "./odd-request.ts";
import { encodeLogsRequest } from "../encode-logs-request.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Every attribute name that a dialect knows, so that a random span says something. */
const keys: readonly string[] = [
  ...dialects.flatMap(({ aliases }) => aliases.flatMap((alias) => alias.keys)),
  ...dialects.flatMap(({ markers }) => markers),
  ...dialects.flatMap(({ derivesFrom = [] }) => derivesFrom.map((name) => (name.endsWith(".") ? `${name}x` : name))),
  ...dialects.flatMap(({ resourceAliases = [] }) => resourceAliases.flatMap((alias) => alias.keys)),
];
const prefixes = dialects.flatMap(({ families = [] }) => families.map(({ prefix }) => prefix));
const scopes = ["", "sdk", ...dialects.flatMap((dialect) => dialect.scopes ?? [])];
const eventNames = ["exception", "gen_ai.choice", "gen_ai.user.message", "gen_ai.evaluation.result", "", "other"];
const spanNames = ["chat gpt-5", "ai.generateText.doGenerate", "llm_request", "execute_tool x", "", "GET /"];
const numbers = ["0", "1", "7", "999999", "99999999999", "01", "-1"];
const fields = ["role", "content", "message.role", "message.content", "tool_calls.0.name", "finish_reason", ""];
/** Now in nanoseconds, and in every unit that a sender may have mistaken for them. */
const times = [
  0n,
  1n,
  1_790_000_000n,
  1_790_000_000_000n,
  1_790_000_000_000_000n,
  1_790_000_000_000_000_000n,
  2n ** 63n,
];

/** The bytes of one message: requests of odd spans, those that no SDK writes, logs, and some damaged on the way. */
export function hostileMessage(random: SeededRandom): Uint8Array {
  if (random.chance(0.2)) return oddRequest(random, keys);
  if (random.chance(0.1)) return hostileLogs(random);
  const spans = Array.from({ length: random.below(5) }, () => hostileSpan(random));
  const bytes = random.chance(0.8)
    ? encodeTraceRequest(spans)
    : new TextEncoder().encode(encodeTraceRequestJson(spans));
  return random.chance(0.5) ? damaged(bytes, random) : bytes;
}

/** Log records of GenAI events, several of one span among them. */
function hostileLogs(random: SeededRandom): Uint8Array {
  const ids = Array.from({ length: 2 }, () => ({ traceId: hexOf(random, 16), spanId: hexOf(random, 8) }));
  const records = Array.from({ length: random.below(6) }, () => ({
    ...random.pick(ids, { traceId: "", spanId: "" }),
    timeUnixNano: String(random.pick(times, 0n)),
    eventName: random.pick(eventNames, ""),
    attributes: { [random.pick(keys, "input")]: hostileName(random), "event.name": random.pick(eventNames, "") },
    ...(random.chance(0.5) ? { body: hostileName(random) } : {}),
  }));
  return encodeLogsRequest(records);
}

function hostileSpan(random: SeededRandom): OtlpSpan {
  const startTimeUnixNano = random.chance(0.8) ? 1_790_000_000_000_000_000n : random.pick(times, 0n);
  return createOtlpSpan({
    traceId: hexOf(random, 16),
    spanId: hexOf(random, 8),
    parentSpanId: random.chance(0.3) ? hexOf(random, 8) : "",
    name: random.pick(spanNames, ""),
    kind: random.below(8),
    startTimeUnixNano,
    endTimeUnixNano: random.chance(0.8) ? startTimeUnixNano + BigInt(random.below(2 ** 31)) : random.pick(times, 0n),
    attributes: hostileAttributes(random, random.chance(0.01) ? 3_000 : 14),
    events: Array.from({ length: random.chance(0.2) ? random.below(4) : 0 }, () => hostileEvent(random)),
    resource: hostileAttributes(random, random.chance(0.5) ? 0 : 3),
    scopeName: random.pick(scopes, ""),
    statusCode: random.below(4),
    statusMessage: random.chance(0.1) ? "grüße" : "",
  });
}

function hostileEvent(random: SeededRandom): SpanEvent {
  return {
    name: random.pick(eventNames, ""),
    timeUnixNano: random.pick(times, 0n),
    attributes: hostileAttributes(random, 5),
  };
}

function hostileAttributes(random: SeededRandom, most: number): Map<string, AnyValue> {
  const count = random.below(most + 1);
  return new Map(Array.from({ length: count }, (_, at) => [hostileKey(random, at), hostileValue(random)]));
}

function hostileKey(random: SeededRandom, at: number): string {
  if (random.chance(0.15)) {
    return `${random.pick(prefixes, "gen_ai.prompt.")}${random.pick(numbers, "0")}.${random.pick(fields, "role")}`;
  }
  return random.chance(0.05) ? `custom.${at}` : random.pick(keys, "input");
}

/** Most ids are sound; a few have another length, or are all zero. */
function hexOf(random: SeededRandom, bytes: number): string {
  const length = random.chance(0.03) ? random.below(20) : bytes;
  if (random.chance(0.02)) return "00".repeat(length);
  return Array.from({ length }, () => random.below(256).toString(16).padStart(2, "0")).join("");
}

function damaged(sound: Uint8Array, random: SeededRandom): Uint8Array {
  const bytes = Uint8Array.from(sound);
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 1:
      return Uint8Array.from([...bytes.subarray(random.below(bytes.length + 1)), ...bytes.subarray(0, 200)]);
    default:
      for (let flips = random.below(6); flips >= 0; flips -= 1) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
  }
}
