import { chance, integerBetween, pick, type Random } from "@parapet/random";

import type { AnyValue } from "../../otlp/otlp-span.ts";

const words = [
  "chat",
  "openai",
  "gpt-5",
  "anthropic",
  "stop",
  "user",
  "assistant",
  "GENERATION",
  "True",
  "False",
  "None",
  "null",
  "NaN",
  "",
  " ",
  "0",
  "-1",
  "12",
  "1e9",
  "9007199254740993",
  "2025-10-01T08:45:26.112648Z",
  '"2025-10-01T08:45:26Z"',
  "grüße",
  "\u{1F600}",
  "__proto__",
  "constructor",
  "LLM",
  "tool",
  "agent",
  "workflow",
  "ai.generateText.doGenerate",
  "ai.toolCall",
  "cmpl-1",
  "api.openai.com",
  "bedrock-runtime.eu-west-1.amazonaws.com",
  '["stop"]',
  "[                ]",
  '""              ',
  "null            ",
  '[{"role":"assistant","finish_reason":"length"}]',
  '[{"role":"assistant","parts":[{"type":"text","content":"a\\nb"}],"finish_reason":"stop"}]',
  '[{"role": "user", "parts": [{"content": "gr\\u00fc\\u00dfe \\ud83d\\ude00", "type": "text"}]}]',
  '[{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"f","arguments":"{\\"a\\": [1, {}]}"}]}]',
  '[{"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":{"a":"\\/","b":1.5}}]}]',
  '[{"role":"user","content":"a"},{"role":"model","content":"\u{1F600}"},{"role":"user","content":""}]',
  '[{"type":"text","content":"be kind"},{"type":"text","content":"\\tbe brief"}]',
  '[{"role":"assistant","finish\\u005freason":"length"}]',
];
const numbers = [0, 1, -1, 5, 128_955, 1.5, -0, 2 ** 31, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY];
const objectKeys = [
  "input",
  "output",
  "total",
  "prompt_tokens",
  "completion_tokens",
  "cache_read_input_tokens",
  "usage",
  "usageMetadata",
  "anthropic",
  "role",
  "content",
  "parts",
  "type",
  "text",
  "tool_calls",
  "finish_reason",
  "__proto__",
  "toString",
];
const MAX_LEVELS = 120;
const LONG_TEXT = 40_000;

/** A short text of those that dialects read, or stumble over. */
export function hostileName(random: Random): string {
  return pick(random, words);
}

/** Any value that an attribute can hold, and more often one that some sender got wrong. */
export function hostileValue(random: Random): AnyValue {
  switch (integerBetween(random, 0, 11)) {
    case 0:
      return pick(random, numbers);
    case 1:
      return integerBetween(random, 0, 1_999);
    case 2:
      return chance(random, 0.5);
    case 3:
      return BigInt(integerBetween(random, 0, 2 ** 30 - 1)) << 32n;
    case 4:
      return null;
    case 5:
      return Uint8Array.from({ length: integerBetween(random, 0, 19) }, () => integerBetween(random, 0, 255));
    case 6:
      return nestedValue(random, chance(random, 0.02) ? MAX_LEVELS : 4);
    case 7:
      return JSON.stringify(jsonValue(random, 5));
    case 8:
      return nestedText(random);
    case 9:
      return pythonText(random);
    case 10:
      return chance(random, 0.05) ? pick(random, words).repeat(LONG_TEXT / 10) : pick(random, words);
    default:
      return pick(random, words);
  }
}

function nestedValue(random: Random, levels: number): AnyValue {
  if (levels === 0) return pick(random, words);
  const inner = nestedValue(random, levels - 1);
  return chance(random, 0.5) ? [inner, integerBetween(random, 0, 8)] : new Map([[pick(random, objectKeys), inner]]);
}

function jsonValue(random: Random, levels: number): unknown {
  if (levels === 0 || chance(random, 0.3))
    return chance(random, 0.5) ? integerBetween(random, 0, 2_999) : pick(random, words);
  const items = Array.from({ length: integerBetween(random, 0, 3) }, () => jsonValue(random, levels - 1));
  return chance(random, 0.4) ? items : Object.fromEntries(items.map((item) => [pick(random, objectKeys), item]));
}

/** Brackets that open more often than they close, or nest deeper than anyone reads. */
function nestedText(random: Random): string {
  const open = pick(random, ["[", '{"a":', "{'a': ", "("]);
  return open.repeat(integerBetween(random, 0, chance(random, 0.05) ? 19_999 : 29));
}

function pythonText(random: Random): string {
  const entries = Array.from({ length: integerBetween(random, 0, 3) }, () => {
    const value = pick(random, ["None", "True", "12", "-3", "'a'", '"b"', "{'c': 1}", "[1, 2", "nan"]);
    return `'${pick(random, objectKeys)}': ${value}`;
  });
  return `{${entries.join(", ")}}`;
}
