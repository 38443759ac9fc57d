import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeTraceRequest } from "../otlp/encode-trace-request.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import { decodeTraceRequest } from "../otlp/decode-trace-request.ts";
import { judgeBatch } from "../testing/fuzz/judge-batch.ts";
import { holding } from "./span-batch.ts";
import { SpanBatchDecoder } from "./span-batch-decoder.ts";

const context = { tenant: "acme", receivedAtMs: Date.UTC(2026, 10, 20) };
const startTimeUnixNano = BigInt(Date.UTC(2026, 10, 19)) * 1_000_000n + 123n;
const chat = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5",
};
const INPUT = "gen_ai.input.messages";
const OUTPUT = "gen_ai.output.messages";
const INSTRUCTIONS = "gen_ai.system_instructions";

type Attributes = Readonly<Record<string, AnyValue>>;

function chatSpan(attributes: Attributes, overrides: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat gpt-5",
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + 850_000_123n,
    attributes: new Map(Object.entries({ ...chat, ...attributes })),
    resource: new Map([["service.name", "bot"]]),
    scopeName: "sdk",
    ...overrides,
  });
}

/** What is wrong with the batch of a message, and how its rows are held. */
function judged(spans: readonly OtlpSpan[], decoder = new SpanBatchDecoder({ content: true })) {
  const bytes = encodeTraceRequest(spans);
  const decoded = decodeTraceRequest(bytes);
  const batch = decoder.decode(bytes, context);
  if (decoded.kind !== "ok" || batch.kind !== "ok") return { complaint: "refused", held: [] };
  const { held, rows } = batch.value.batch;
  return { complaint: judgeBatch(decoded.value, batch.value.batch, context), held: [...held.subarray(0, rows)] };
}

const inColumns = { complaint: null, held: [holding.columns] };
const asObject = { complaint: null, held: [holding.object] };

const said = (role: string, ...parts: readonly object[]): object => ({ role, parts });
const text = (content: string): object => ({ type: "text", content });
/** As Python's `json.dumps` writes it: spaces behind commas and colons, and ASCII only. */
function pythonJson(value: unknown): string {
  const spaced = JSON.stringify(value, null, 1)
    .replaceAll(/\n */g, " ")
    .replaceAll(/([[{]) | ([\]}])/g, "$1$2");
  return spaced.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const conversations: readonly (readonly [string, readonly object[]])[] = [
  ["one question", [said("user", text("hello"))]],
  ["no message at all", []],
  ["a message without parts", [said("user")]],
  ["an empty text", [said("user", text(""))]],
  ["a text of several lines and quotes", [said("user", text('a "quoted"\nline\\ with\ttabs / and \u0001 controls'))]],
  ["text beyond ASCII", [said("user", text("grüße 你好 🎉 \u2028 end"))]],
  ["two texts in one message", [said("user", text("one"), text("two\nlines"))]],
  [
    "instructions, an exchange and a question",
    [said("system", text("be kind")), said("user", text("a")), said("assistant", text("b")), said("user", text("c"))],
  ],
  ["an answer as the last message", [said("user", text("a")), said("model", text("b"))]],
  [
    "instructions behind the answer",
    [said("user", text("a")), said("assistant", text("b")), said("developer", text("c"))],
  ],
  ["only an answer", [said("assistant", text("a"))]],
  ["reasoning", [said("user", { type: "reasoning", content: "hm" }, text("a"))]],
  [
    "a tool's answer after the call",
    [
      said("user", text("weather?")),
      said("assistant", {
        type: "tool_call",
        id: "c1",
        name: "weather",
        arguments: { city: "Paris", days: [1, 2.5, -3] },
      }),
      said("tool", { type: "tool_call_response", id: "c1", response: { temperature: 21, sky: "clear" } }),
    ],
  ],
  ["a tool's answer as text", [said("tool", { type: "tool_call_response", id: "c1", response: "rainy, 57°F" })]],
  [
    "a tool's answer as JSON in a text",
    [said("tool", { type: "tool_call_response", id: "c1", response: '{"a": [1, "x\\"y"]}' })],
  ],
  ["a tool's answer of nothing", [said("tool", { type: "tool_call_response", id: "c1", response: null })]],
  ["a call without arguments or id", [said("assistant", { type: "tool_call", id: null, name: "now" })]],
  [
    "arguments as JSON in a text",
    [
      said("assistant", {
        type: "tool_call",
        id: "c",
        name: "f",
        arguments: '{"city": "Z\u00fcrich", "deep": {"a": [true, null]}}',
      }),
    ],
  ],
  ["arguments as text", [said("assistant", { type: "tool_call", id: "c", name: "f", arguments: "SELECT 1" })]],
  [
    "fields in another order",
    [said("user", { content: "hello\n", type: "text" }, { arguments: {}, name: "f", id: "1", type: "tool_call" })],
  ],
  [
    "content beside the role",
    [
      { role: "user", content: "hello\nthere" },
      { role: "assistant", content: "" },
    ],
  ],
];

describe("messages that stay in columns", () => {
  const spellings: readonly (readonly [string, (value: unknown) => string])[] = [
    ["compact", JSON.stringify],
    ["as Python writes them", pythonJson],
    ["indented", (value) => ` ${JSON.stringify(value, null, 2)}\n`],
  ];
  for (const [spelt, write] of spellings) {
    test.each(conversations)(`${spelt}: %s`, (_, messages) => {
      expect(judged([chatSpan({ [INPUT]: write(messages) })])).toEqual(inColumns);
      expect(judged([chatSpan({ [OUTPUT]: write(messages) })])).toEqual(inColumns);
      expect(judged([chatSpan({ [INPUT]: write(messages), [OUTPUT]: write(messages) })])).toEqual(inColumns);
    });
  }

  test.each<[string, Attributes]>([
    [
      "the reason of the end, in the answer only",
      { [OUTPUT]: '[{"role":"assistant","parts":[],"finish_reason":"stop"}]' },
    ],
    ["a reason that is null", { [OUTPUT]: '[{"role":"assistant","parts":[],"finish_reason":null}]' }],
    ["a reason that is empty", { [OUTPUT]: '[{"role":"assistant","parts":[],"finish_reason":""}]' }],
    ["an escaped slash", { [INPUT]: String.raw`[{"role":"user","parts":[{"type":"text","content":"a\/b"}]}]` }],
    ["a plain text", { "gen_ai.prompt": 'say "hello"\n\u0002 grüße', "gen_ai.completion": "hello" }],
    ["a plain text beyond ASCII", { "gen_ai.prompt": "你好" }],
    ["plain instructions", { [INSTRUCTIONS]: "be kind\nbe brief" }],
    ["instructions in one part", { [INSTRUCTIONS]: '[{"type":"text","content":"be kind"}]' }],
    [
      "instructions in parts",
      {
        [INSTRUCTIONS]: '[{"type":"text","content":"be \\u00fcber-kind\\n"}, {"type": "text", "content": "be brief"}]',
      },
    ],
    ["definitions of tools", { "gen_ai.tool.definitions": '[ {"type": "function", "name": "f"} ]' }],
  ])("%s", (_, attributes) => {
    expect(judged([chatSpan(attributes)])).toEqual(inColumns);
  });
});

describe("messages that take an object", () => {
  test.each<[string, Attributes]>([
    ["no JSON", { [INPUT]: '[{"role":"user","parts":[' }],
    ["a control character in a string", { [INPUT]: '[{"role":"user","parts":[{"type":"text","content":"a\nb"}]}]' }],
    ["something behind the list", { [INPUT]: '[{"role":"user","parts":[]}] ]' }],
    [
      "half of a surrogate pair",
      { [INPUT]: String.raw`[{"role":"user","parts":[{"type":"text","content":"\ud83d"}]}]` },
    ],
    ["the other half", { [INPUT]: String.raw`[{"role":"user","parts":[{"type":"text","content":"\udc00\ud83d"}]}]` }],
    ["a role that says nothing", { [INPUT]: '[{"role":"","parts":[]}]' }],
    ["a role spelt with escapes", { [INPUT]: String.raw`[{"role":"\u0075ser","parts":[]}]` }],
    ["a field that the schema lacks", { [INPUT]: '[{"role":"user","name":"jane","parts":[]}]' }],
    ["a part that does not end", { [INPUT]: '[{"role":"user","parts":[{"type":"text","content":"a"' }],
    ["a part with one", { [INPUT]: '[{"role":"user","parts":[{"type":"text","content":"a","index":0}]}]' }],
    ["a part of another type", { [INPUT]: '[{"role":"user","parts":[{"type":"blob","content":"a"}]}]' }],
    ["a part that is a text", { [INPUT]: '[{"role":"user","parts":["a"]}]' }],
    ["a key twice", { [INPUT]: '[{"role":"user","parts":[{"type":"text","content":"a","content":"b"}]}]' }],
    [
      "a number spelt otherwise",
      { [OUTPUT]: '[{"role":"assistant","parts":[{"type":"tool_call","arguments":{"a":1.0}}]}]' },
    ],
    [
      "a large number",
      { [OUTPUT]: '[{"role":"assistant","parts":[{"type":"tool_call","arguments":[12345678901234567890]}]}]' },
    ],
    [
      "a key that is a number",
      { [OUTPUT]: '[{"role":"assistant","parts":[{"type":"tool_call","arguments":{"b":1,"0":2}}]}]' },
    ],
    [
      "a key twice in arguments",
      { [OUTPUT]: '[{"role":"assistant","parts":[{"type":"tool_call","arguments":{"b":1,"b":2}}]}]' },
    ],
    ["an id that is a number", { [OUTPUT]: '[{"role":"assistant","parts":[{"type":"tool_call","id":7}]}]' }],
    [
      "two reasons for the end",
      { [OUTPUT]: '[{"role":"a","parts":[],"finish_reason":"x"},{"role":"a","parts":[],"finish_reason":"y"}]' },
    ],
    ["one message alone", { [INPUT]: '{"role":"user","parts":[]}' }],
    ["a list of lists", { [INPUT]: '[[{"role":"user","parts":[]}]]' }],
    ["messages under two names", { [INPUT]: '[{"role":"user","parts":[]}]', "gen_ai.prompt": "a" }],
    ["a structured value", { [INPUT]: [new Map([["role", "user"]])] }],
    ["a text that begins with space", { "gen_ai.prompt": " a" }],
    ["instructions in an object", { [INSTRUCTIONS]: '{"content":"be kind"}' }],
    ["instructions that say nothing", { [INSTRUCTIONS]: '[{"type":"text","content":""}]' }],
    ["messages of another dialect", { "langfuse.observation.input": "hello" }],
    ["numbered messages", { "gen_ai.prompt.0.content": "hello" }],
  ])("%s", (_, attributes) => {
    expect(judged([chatSpan(attributes)])).toEqual(asObject);
  });
});

describe("attributes that no column took", () => {
  test.each<[string, Attributes, Partial<OtlpSpan>?]>([
    [
      "of every plain type",
      {
        text: "grüße",
        empty: "",
        no: false,
        yes: true,
        zero: 0,
        count: -1_234_567_890_123,
        ratio: 0.1,
        tiny: 1e-9,
        nothing: null,
      },
    ],
    ["integers beyond what is exact", { big: 2n ** 62n, low: -(2n ** 63n) }],
    ["lists of texts", { none: [], one: ["a"], more: ['say "x"', "tab\t", "你好"] }],
    [
      "a name that is spelt otherwise than its column",
      { "gen_ai.provider.name": "bedrock", "gen_ai.operation.name": "completion" },
    ],
    [
      "one that contradicts the column",
      { "gen_ai.conversation.id": "s1", "session.id": "s2", "user.id": "u", "enduser.id": "u" },
    ],
    [
      "one that says the same under another name",
      { "gen_ai.system": "openai", "gen_ai.usage.input_tokens": 4, "gen_ai.usage.prompt_tokens": 4 },
    ],
    ["one that says another number", { "gen_ai.usage.input_tokens": 4, "gen_ai.usage.prompt_tokens": 5 }],
    ["the version of the scope and the trace state", { a: "b" }, { scopeVersion: "1.2", traceState: "k=v" }],
    [
      "of a resource",
      {},
      {
        resource: new Map<string, AnyValue>([
          ["service.name", "bot"],
          ["pid", 7],
          ["args", ["node", "x"]],
          ["host", "ü"],
        ]),
      },
    ],
    [
      "of a resource without a name",
      {},
      {
        resource: new Map<string, AnyValue>([
          ["service.name", 7],
          ["empty", ""],
        ]),
      },
    ],
    ["the message of a status", {}, { statusCode: 2, statusMessage: "grüße" }],
    [
      "the fields of a span that is no call",
      { "http.method": "GET" },
      {
        attributes: new Map<string, AnyValue>([
          ["http.method", "GET"],
          ["session.id", "s"],
          ["http.status", 200],
        ]),
      },
    ],
  ])("%s", (_, attributes, overrides) => {
    expect(judged([chatSpan(attributes, overrides)])).toEqual(inColumns);
  });

  test.each<[string, Attributes]>([
    ["whose key is a number, which objects put first", { b: "1", 7: "2" }],
    ["that has the name of what is no attribute", { "w3c.tracestate": "a" }],
    ["that is structured", { map: new Map([["a", 1]]) }],
    ["that is a list of numbers", { list: [1, 2] }],
    ["that is bytes", { bytes: Uint8Array.of(1) }],
  ])("%s takes an object", (_, attributes) => {
    expect(judged([chatSpan(attributes)])).toEqual(asObject);
  });
});

describe("content and objects in one message", () => {
  test("keep to their rows, resources and texts", () => {
    const spans = [
      chatSpan({ [INPUT]: pythonJson([said("user", text("one\ntwo"))]), a: 1 }),
      chatSpan({ [INPUT]: pythonJson([said("user", text("given up\n"))]), a: 2, map: new Map([["a", 1]]) }),
      chatSpan(
        { [OUTPUT]: pythonJson([said("assistant", text("ü"))]), b: [""] },
        { resource: new Map([["other", "r"]]) },
      ),
      chatSpan({}, { resource: new Map() }),
    ];
    const { columns, object } = holding;
    expect(judged(spans)).toEqual({ complaint: null, held: [columns, object, columns, columns] });
  });

  test("outgrow the memory of the decoder without harm", () => {
    const decoder = new SpanBatchDecoder({ content: true });
    for (const size of [10, 200_000, 10, 1_000_000, 10]) {
      const messages = pythonJson([said("user", text("ü\n".repeat(size / 2))), said("user", text("b"))]);
      const held = judged([chatSpan({ [INPUT]: messages }), chatSpan({ [OUTPUT]: messages })], decoder);
      expect(held).toEqual({ complaint: null, held: [holding.columns, holding.columns] });
    }
  });
});

describe("content in columns", () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom("\\", '"', "/", "\n", "\u001f", "é", "\u{1F600}", "{", "[", " ", "a"),
      maxLength: 20,
    }),
    fc.constantFrom("user", "assistant", '{"a":[1,{"b":null}]}', "[1.0]", '{"0":1,"a":2}', "null", ""),
  );
  const plainJson = fc.constantFrom<unknown>({ city: "Zürich", days: [1, 2.5, { a: null }] }, [], {}, true, 7, [
    "a\n",
    {},
  ]);
  const json = fc.oneof({ weight: 6, arbitrary: plainJson }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });
  const part = fc.oneof(
    fc.record({ type: fc.constant("text"), content: anyText }),
    fc.record({ content: anyText, type: fc.constantFrom("text", "reasoning", "other") }),
    fc.record(
      { type: fc.constant("tool_call"), id: fc.option(anyText), name: anyText, arguments: fc.oneof(anyText, json) },
      { requiredKeys: ["type"] },
    ),
    fc.record(
      { id: anyText, response: fc.oneof(anyText, json), type: fc.constant("tool_call_response") },
      { requiredKeys: ["type"] },
    ),
    fc.record({ type: fc.constant("text"), content: anyText }),
  );
  const oddPart = fc.oneof({ weight: 30, arbitrary: part }, { weight: 1, arbitrary: json });
  const role = fc.constantFrom("user", "assistant", "system", "developer", "tool", "model", "é");
  const message = fc.oneof(
    fc.record(
      {
        role,
        parts: fc.array(oddPart, { maxLength: 3 }),
        finish_reason: fc.option(fc.constantFrom("stop", "length", "")),
      },
      { requiredKeys: ["role", "parts"] },
    ),
    fc.record({ role, content: fc.oneof({ weight: 9, arbitrary: anyText }, { weight: 1, arbitrary: json }) }),
  );
  const oddMessage = fc.oneof({ weight: 30, arbitrary: message }, { weight: 1, arbitrary: json });
  const spelling = fc.constantFrom(
    (value: unknown) => JSON.stringify(value),
    pythonJson,
    (value: unknown) => JSON.stringify(value, null, 3),
    (value: unknown) => JSON.stringify(value).replaceAll("/", "\\/"),
  );
  const side = fc.tuple(fc.array(oddMessage, { maxLength: 4 }), spelling).map(([messages, write]) => write(messages));
  const callers = ["session.id", "gen_ai.conversation.id", "user.id", "enduser.id", "server.address", "net.peer.name"];
  const ofCall = ["gen_ai.tool.definitions", "gen_ai.system", "gen_ai.response.id", "gen_ai.response.finish_reason"];
  const knownKey = fc.constantFrom(INSTRUCTIONS, ...callers, ...ofCall);
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.string({ maxLength: 6 }) },
    { weight: 1, arbitrary: fc.oneof(knownKey, fc.constantFrom("gen_ai.prompt", "input", "otel.scope.version")) },
  );
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    anyText,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.array(anyText, { maxLength: 2 }),
  );
  const span = fc
    .record({
      sides: fc.record(
        { [INPUT]: fc.oneof({ weight: 6, arbitrary: side }, { weight: 1, arbitrary: anyText }), [OUTPUT]: side },
        { requiredKeys: [] },
      ),
      others: fc.array(fc.oneof(fc.tuple(key, value), fc.tuple(knownKey, anyText)), { maxLength: 3 }),
      resource: fc.array(
        fc.oneof(
          fc.tuple(fc.constantFrom("service.name", "release", "service.version"), anyText),
          fc.tuple(fc.constantFrom("service.name", "a", "b"), value),
        ),
        { maxLength: 3 },
      ),
      traceState: fc.constantFrom("", "k=v"),
    })
    .map(({ sides, others, resource, traceState }) =>
      chatSpan({ ...sides, ...Object.fromEntries(others) }, { traceState, resource: new Map(resource) }),
    );

  test("is what objects say, whatever was sent", () => {
    const decoder = new SpanBatchDecoder({ content: true });
    let columns = 0;
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 3 }), (spans) => {
        const { complaint, held } = judged(spans, decoder);
        columns += held.filter((how) => how === holding.columns).length;
        expect(complaint).toBeNull();
      }),
      { numRuns: 1_000 },
    );
    expect(columns).toBeGreaterThan(500);
  });

  test("is what objects say of JSON that was damaged on the way", () => {
    const decoder = new SpanBatchDecoder({ content: true });
    const sound = conversations.map(([, messages]) => JSON.stringify(messages)).filter(({ length }) => length > 2);
    const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'\\"{}[],: nu0/'.split(""), "\u0001", "é", "")), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.constantFrom(...sound), damage, (messages, changes) => {
        let damaged = messages;
        for (const [at, by] of changes) {
          const place = at % damaged.length;
          damaged = damaged.slice(0, place) + by + damaged.slice(place + 1);
        }
        expect(judged([chatSpan({ [INPUT]: damaged }), chatSpan({ [OUTPUT]: damaged })], decoder).complaint).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });
});
