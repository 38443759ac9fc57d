import { encodeTraceRequest, encodeTraceRequestJson, type OtlpSpan } from "@parapet/span";

import { traceId, type PlantedField } from "./planted-field.ts";
import { plantedFields, plantedSpan } from "./planted-fields.ts";
import { createPlantedPassword, createPlantedSecret, secretKinds, type PlantedSecret } from "./planted-secrets.ts";
import type { Answer, PlantedSenders } from "./planted-senders.ts";

/** A secret in a field. */
interface Plant {
  readonly field: string;
  readonly secret: PlantedSecret;
}

/** A plant in a span that is stored. */
interface StoredPlant extends Plant {
  readonly spanId: string;
  readonly location: RegExp;
}

export interface Planted {
  readonly all: readonly Plant[];
  readonly stored: readonly StoredPlant[];
  /** Each sends one request. */
  readonly requests: readonly ((senders: PlantedSenders) => Promise<Answer>)[];
  /** How many of the spans are to be stored. */
  readonly spans: number;
}

const SPANS_PER_REQUEST = 100;

/** Every field with a secret of each kind, each in a span of its own; by all protocols; and in messages that are broken. */
export function plantEverything(seed: string, kinds: number): Planted {
  const spans = plantFields(seed, Math.min(kinds, secretKinds));
  const broken = [...plantBroken(seed), ...plantLarge(seed)];
  const odd = plantOdd(seed);
  return {
    all: [...spans, ...broken, ...odd].map(({ field, secret }) => ({ field, secret })),
    stored: spans,
    requests: [...requestsOf(spans), ...[...broken, ...odd].map(({ send }) => send)],
    spans: spans.length + odd.reduce((sum, { spans: count }) => sum + count, 0),
  };
}

interface PlantedSpan extends StoredPlant {
  readonly span: OtlpSpan;
}

function plantFields(seed: string, kinds: number): readonly PlantedSpan[] {
  let count = 0;
  return plantedFields().flatMap((field, index) =>
    secretsFor(field, seed, field.isAlike === true ? kindsOfAlike(index, kinds) : range(kinds)).map(
      (secret): PlantedSpan => {
        count += 1;
        const spanId = count.toString(16).padStart(16, "0");
        const span = plantedSpan(spanId, field.plant(secret.text));
        return { field: field.name, secret, spanId, location: field.location, span };
      },
    ),
  );
}

const numbers: ReadonlySet<string> = new Set(["CREDIT_CARD", "US_SSN", "PHONE_NUMBER"]);

const KINDS_OF_ALIKE = 3;
/** Enough for one by each protocol. */
const PASSWORDS = 6;

/** Others for each field, so that together they are all. */
function kindsOfAlike(index: number, kinds: number): readonly number[] {
  return range(Math.min(KINDS_OF_ALIKE, kinds)).map((turn) => index * KINDS_OF_ALIKE + turn);
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function secretsFor(
  { name, isNamed, isGenerated = false, isOpaque = false }: PlantedField,
  seed: string,
  kinds: readonly number[],
): readonly PlantedSecret[] {
  if (isNamed === true) return range(PASSWORDS).map((turn) => createPlantedPassword(`${seed} ${name} ${turn}`));
  const secrets = kinds.map((kind) => createPlantedSecret(kind, `${seed} ${name}`));
  return secrets.filter(
    ({ entity, isHidden }) => !((isGenerated || isOpaque) && isHidden) && !(isGenerated && numbers.has(entity)),
  );
}

/** In turn as protobuf over gRPC, as JSON over HTTP, and as protobuf over HTTP. */
function requestsOf(spans: readonly PlantedSpan[]): Planted["requests"] {
  const count = Math.ceil(spans.length / SPANS_PER_REQUEST);
  return Array.from({ length: count }, (_, index) => {
    // Spread, so that spans of one field go by each protocol.
    const members = spans.filter((_span, at) => at % count === index).map(({ span }) => span);
    return async (senders: PlantedSenders): Promise<Answer> => {
      if (index % 3 === 0) return senders.overGrpc("trace", encodeTraceRequest(members));
      if (index % 3 === 1) return senders.overHttp("/v1/traces", "json", encodeTraceRequestJson(members));
      return senders.overHttp("/v1/traces", "x-protobuf", encodeTraceRequest(members));
    };
  });
}

interface Sent extends Plant {
  readonly send: (senders: PlantedSenders) => Promise<Answer>;
  /** How many spans it brings into the store. */
  readonly spans: number;
}

const ID = "eee19b7ec3c1b1";

/** Requests that cannot be read, or not be stored, with a secret before, behind and in what is wrong. */
function plantBroken(seed: string): readonly Sent[] {
  return range(secretKinds).flatMap((kind) => {
    const cases = brokenCases((name) => createPlantedSecret(kind, `${seed} broken ${name}`));
    return cases.map(({ field, secret, send }) => ({ field, secret, send, spans: 0 }));
  });
}

const MEBIBYTE = 1024 * 1024;

/** More than the gateway takes in: most of it is on its way when the sender is refused. */
function plantLarge(seed: string): readonly Sent[] {
  const bodyOf = (text: string): string =>
    JSON.stringify({ resourceSpans: [{ note: text + " ".repeat(17 * MEBIBYTE) }] });
  const overHttp = createPlantedSecret(0, `${seed} large HTTP`);
  const overGrpc = createPlantedSecret(0, `${seed} large gRPC`);
  return [
    {
      field: "JSON that is too large",
      secret: overHttp,
      spans: 0,
      send: (senders) => senders.overHttp("/v1/traces", "json", bodyOf(overHttp.text)),
    },
    {
      field: "a message that is too large",
      secret: overGrpc,
      spans: 0,
      send: (senders) => senders.overGrpc("trace", Buffer.from(bodyOf(overGrpc.text))),
    },
  ];
}

function brokenCases(secretOf: (name: string) => PlantedSecret): readonly Omit<Sent, "spans">[] {
  const json = (name: string, bodyOf: (text: string) => string): Omit<Sent, "spans"> => {
    const secret = secretOf(name);
    return { field: name, secret, send: ({ overHttp }) => overHttp("/v1/traces", "json", bodyOf(secret.text)) };
  };
  const proto = (name: string, bodyOf: (text: string) => Uint8Array): readonly Omit<Sent, "spans">[] =>
    (["gRPC", "HTTP"] as const).map((protocol) => {
      const secret = secretOf(`${name} ${protocol}`);
      const send: Sent["send"] = ({ overGrpc, overHttp }) =>
        protocol === "gRPC"
          ? overGrpc("trace", bodyOf(secret.text))
          : overHttp("/v1/traces", "x-protobuf", bodyOf(secret.text));
      return { field: `${name} over ${protocol}`, secret, send };
    });
  const quoted = (text: string): string => JSON.stringify(text);
  const whole = (text: string): Uint8Array =>
    encodeTraceRequest([plantedSpan(`${ID}00`, { name: text, attributes: new Map([["app.note", text]]) })]);
  const spans = (fields: string): string => `{"resourceSpans":[{"scopeSpans":[{"spans":[${fields}]}]}]}`;
  return [
    json("JSON that ends in a text", (text) => spans(`{"name":${quoted(text)}`).slice(0, -10)),
    json("JSON with an error behind a text", (text) => spans(`{"name":${quoted(text)} oops}`)),
    json("JSON that is a text alone", (text) => quoted(text)),
    json("no JSON", (text) => text),
    json("JSON with a text for an id", (text) => spans(`{"traceId":${quoted(text)},"spanId":${quoted(text)}}`)),
    json("JSON with a text for a request", (text) => `{"resourceSpans":${quoted(text)}}`),
    json("protobuf that says to be JSON", (text) => Buffer.from(whole(text)).toString("latin1")),
    ...proto("protobuf that is cut off", (text) => whole(text).subarray(0, -7)),
    ...proto("protobuf of another kind", (text) => Buffer.from(text)),
  ];
}

/** Requests that are stored, with secrets where only JSON can put them, and as records of logs. */
function plantOdd(seed: string): readonly Sent[] {
  return range(secretKinds).flatMap((kind) => {
    const hex = kind.toString(16).padStart(2, "0");
    return oddCases((name) => createPlantedSecret(kind, `${seed} odd ${name}`), hex);
  });
}

function oddCases(secretOf: (name: string) => PlantedSecret, hex: string): readonly Sent[] {
  const ids = (case_: string): object => ({ traceId, spanId: `${case_}${ID.slice(2)}${hex}` });
  const traces = (name: string, bodyOf: (text: string) => object): Sent => {
    const secret = secretOf(name);
    const send: Sent["send"] = ({ overHttp }) => overHttp("/v1/traces", "json", JSON.stringify(bodyOf(secret.text)));
    return { field: name, secret, send, spans: 1 };
  };
  const logs = (name: string, id: string, bodyOf: (text: string) => object): Sent => {
    const secret = secretOf(name);
    const record = { ...ids(id), timeUnixNano: `${Date.now()}000000`, ...bodyOf(secret.text) };
    const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
    const send: Sent["send"] = ({ overHttp }) => overHttp("/v1/logs", "json", JSON.stringify(request));
    return { field: name, secret, send, spans: 1 };
  };
  const span = (id: string, fields: object): object => ({ ...ids(id), name: "chat", ...fields });
  const request = (spans: object, fields: object = {}): object => ({
    resourceSpans: [{ scopeSpans: [{ spans: [spans], ...fields }], ...fields }],
  });
  return [
    traces("URL of the schema", (text) => request(span("a0", {}), { schemaUrl: text })),
    traces("trace state of a link", (text) => request(span("a1", { links: [{ ...ids("00"), traceState: text }] }))),
    traces("word for the kind", (text) => request(span("a2", { kind: text }))),
    traces("word for the status", (text) => request(span("a3", { status: { code: text } }))),
    traces("word for the start", (text) => request(span("a4", { startTimeUnixNano: text }))),
    traces("unknown field", (text) => request(span("a5", { note: text }))),
    traces("text for a number", (text) =>
      request(span("a6", { attributes: [{ key: "app.count", value: { intValue: text } }] })),
    ),
    traces("text for bytes", (text) =>
      request(span("a7", { attributes: [{ key: "app.blob", value: { bytesValue: text } }] })),
    ),
    traces("text for a list", (text) => request(span("a9", { attributes: text }))),
    traces("text for the id of the parent", (text) => request(span("a8", { parentSpanId: text }))),
    logs("body of a record", "b0", (text) => ({ eventName: "gen_ai.user.message", body: { stringValue: text } })),
    logs("attribute of a record", "b1", (text) => ({
      eventName: "gen_ai.user.message",
      attributes: [{ key: "content", value: { stringValue: text } }],
    })),
    logs("name of an event", "b2", (text) => ({ eventName: `gen_ai.${text}` })),
    logs("word for the severity", "b3", (text) => ({ eventName: "gen_ai.user.message", severityText: text })),
  ];
}
