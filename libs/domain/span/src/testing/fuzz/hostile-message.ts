import { chance, integerBetween, pick, type Random } from "@parapet/random";

import { dialects } from "../../dialects/index.ts";
import { encodeTraceRequest } from "../../otlp/encode-trace-request.ts";
import { encodeTraceRequestJson } from "../../otlp/encode-trace-request-json.ts";
import type { AnyValue, OtlpSpan, SpanEvent } from "../../otlp/otlp-span.ts";
import { createOtlpSpan } from "../../otlp/otlp-span.ts";
import { hostileName, hostileValue } from "./hostile-value.ts";
import { oddRequest } from "./odd-request.ts";
import { encodeLogsRequest } from "../encode-logs-request.ts";

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
export function hostileMessage(random: Random): Uint8Array {
  if (chance(random, 0.2)) return oddRequest(random, keys);
  if (chance(random, 0.1)) return hostileLogs(random);
  const spans = Array.from({ length: integerBetween(random, 0, 4) }, () => hostileSpan(random));
  const bytes = chance(random, 0.8)
    ? encodeTraceRequest(spans)
    : new TextEncoder().encode(encodeTraceRequestJson(spans));
  return chance(random, 0.5) ? damaged(bytes, random) : bytes;
}

/** Log records of GenAI events, several of one span among them. */
function hostileLogs(random: Random): Uint8Array {
  const ids = Array.from({ length: 2 }, () => ({ traceId: hexOf(random, 16), spanId: hexOf(random, 8) }));
  const records = Array.from({ length: integerBetween(random, 0, 5) }, () => ({
    ...pick(random, ids),
    timeUnixNano: String(pick(random, times)),
    eventName: pick(random, eventNames),
    attributes: { [pick(random, keys)]: hostileName(random), "event.name": pick(random, eventNames) },
    ...(chance(random, 0.5) ? { body: hostileName(random) } : {}),
  }));
  return encodeLogsRequest(records);
}

function hostileSpan(random: Random): OtlpSpan {
  const startTimeUnixNano = chance(random, 0.8) ? 1_790_000_000_000_000_000n : pick(random, times);
  return createOtlpSpan({
    traceId: hexOf(random, 16),
    spanId: hexOf(random, 8),
    parentSpanId: chance(random, 0.3) ? hexOf(random, 8) : "",
    name: pick(random, spanNames),
    kind: integerBetween(random, 0, 7),
    startTimeUnixNano,
    endTimeUnixNano: chance(random, 0.8)
      ? startTimeUnixNano + BigInt(integerBetween(random, 0, 2 ** 31 - 1))
      : pick(random, times),
    attributes: hostileAttributes(random, chance(random, 0.01) ? 3_000 : 14),
    events: Array.from({ length: chance(random, 0.2) ? integerBetween(random, 0, 3) : 0 }, () => hostileEvent(random)),
    resource: hostileAttributes(random, chance(random, 0.5) ? 0 : 3),
    scopeName: pick(random, scopes),
    statusCode: integerBetween(random, 0, 3),
    statusMessage: chance(random, 0.1) ? "grüße" : "",
  });
}

function hostileEvent(random: Random): SpanEvent {
  return {
    name: pick(random, eventNames),
    timeUnixNano: pick(random, times),
    attributes: hostileAttributes(random, 5),
  };
}

function hostileAttributes(random: Random, most: number): Map<string, AnyValue> {
  const count = integerBetween(random, 0, most);
  return new Map(Array.from({ length: count }, (_, at) => [hostileKey(random, at), hostileValue(random)]));
}

function hostileKey(random: Random, at: number): string {
  if (chance(random, 0.15)) {
    return `${pick(random, prefixes)}${pick(random, numbers)}.${pick(random, fields)}`;
  }
  return chance(random, 0.05) ? `custom.${at}` : pick(random, keys);
}

/** Most ids are sound; a few have another length, or are all zero. */
function hexOf(random: Random, bytes: number): string {
  const length = chance(random, 0.03) ? integerBetween(random, 0, 19) : bytes;
  if (chance(random, 0.02)) return "00".repeat(length);
  return Array.from({ length }, () => integerBetween(random, 0, 255).toString(16).padStart(2, "0")).join("");
}

function damaged(sound: Uint8Array, random: Random): Uint8Array {
  const bytes = Uint8Array.from(sound);
  switch (integerBetween(random, 0, 3)) {
    case 0:
      return bytes.subarray(0, integerBetween(random, 0, bytes.length));
    case 1:
      return Uint8Array.from([...bytes.subarray(integerBetween(random, 0, bytes.length)), ...bytes.subarray(0, 200)]);
    default:
      for (let flips = integerBetween(random, 0, 5); flips >= 0; flips -= 1) {
        bytes[integerBetween(random, 0, bytes.length - 1)] = integerBetween(random, 0, 255);
      }
      return bytes;
  }
}
