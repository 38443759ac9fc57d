import type { AnyValue } from "../../otlp/otlp-span.ts";
import type { SeededRandom } from "./seeded-random.ts";

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
export function hostileName(random: SeededRandom): string {
  return random.pick(words, "");
}

/** Any value that an attribute can hold, and more often one that some sender got wrong. */
export function hostileValue(random: SeededRandom): AnyValue {
  switch (random.below(12)) {
    case 0:
      return random.pick(numbers, 0);
    case 1:
      return random.below(2_000);
    case 2:
      return random.chance(0.5);
    case 3:
      return BigInt(random.below(2 ** 30)) << 32n;
    case 4:
      return null;
    case 5:
      return Uint8Array.from({ length: random.below(20) }, () => random.below(256));
    case 6:
      return nestedValue(random, random.chance(0.02) ? MAX_LEVELS : 4);
    case 7:
      return JSON.stringify(jsonValue(random, 5));
    case 8:
      return nestedText(random);
    case 9:
      return pythonText(random);
    case 10:
      return random.chance(0.05) ? random.pick(words, "a").repeat(LONG_TEXT / 10) : random.pick(words, "");
    default:
      return random.pick(words, "");
  }
}

function nestedValue(random: SeededRandom, levels: number): AnyValue {
  if (levels === 0) return random.pick(words, "");
  const inner = nestedValue(random, levels - 1);
  return random.chance(0.5) ? [inner, random.below(9)] : new Map([[random.pick(objectKeys, "a"), inner]]);
}

function jsonValue(random: SeededRandom, levels: number): unknown {
  if (levels === 0 || random.chance(0.3)) return random.chance(0.5) ? random.below(3_000) : random.pick(words, "");
  const items = Array.from({ length: random.below(4) }, () => jsonValue(random, levels - 1));
  return random.chance(0.4) ? items : Object.fromEntries(items.map((item) => [random.pick(objectKeys, "a"), item]));
}

/** Brackets that open more often than they close, or nest deeper than anyone reads. */
function nestedText(random: SeededRandom): string {
  const open = random.pick(["[", '{"a":', "{'a': ", "("], "[");
  return open.repeat(random.below(random.chance(0.05) ? 20_000 : 30));
}

function pythonText(random: SeededRandom): string {
  const entries = Array.from({ length: random.below(4) }, () => {
    const value = random.pick(["None", "True", "12", "-3", "'a'", '"b"', "{'c': 1}", "[1, 2", "nan"], "1");
    return `'${random.pick(objectKeys, "a")}': ${value}`;
  });
  return `{${entries.join(", ")}}`;
}
