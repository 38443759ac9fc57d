import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect as connectSocket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";

import { credentials, makeGenericClientConstructor, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as HttpExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace";
import { DEFAULT_TENANT, ENCODING_HEADER, TENANT_HEADER, type OutgoingMessage, type Producer } from "@parapet/delivery";
import { ParapetError, systemClock, type LogFields, type Logger } from "@parapet/runtime";
import { createOtlpSpan, decodeMessage, encodeTraceRequest, encodeTraceRequestJson } from "@parapet/span";
import { afterEach, describe, expect, it, test } from "vitest";

import { createGateway, type Gateway, type GatewayDeps } from "./gateway.ts";
import { createOpenDirectory, createTokenDirectory } from "./tenant-directory.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const spans = ["b7ad6b7169203331", "00f067aa0ba902b7"].map((spanId) =>
  createOtlpSpan({ traceId: TRACE_ID, spanId, name: "chat gpt-4o", startTimeUnixNano: 1_700_000_000_000_000_000n }),
);
const protobuf = encodeTraceRequest(spans);
const json = Buffer.from(encodeTraceRequestJson(spans));
const halfBad = encodeTraceRequest([...spans, createOtlpSpan({ traceId: "00", spanId: "", name: "lost" })]);

/** A log in memory: keeps what it confirms, and can be made to wait or to fail. */
class RecordingProducer implements Producer {
  readonly messages: OutgoingMessage[] = [];
  gate: Promise<void> = Promise.resolve();
  failure: Error | null = null;
  readonly send = async (messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<void> => {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    await Promise.race([this.gate, aborted]);
    if (this.failure !== null) throw this.failure;
    this.messages.push(...messages);
  };
  readonly stop = async (): Promise<void> => undefined;
}

class CollectedOnDemand extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

interface Bench {
  readonly gateway: Gateway;
  readonly producer: RecordingProducer;
  readonly logLines: string[];
  readonly url: (path?: string) => string;
  /** Counters by name, with their reason or error type. */
  readonly counts: () => Promise<Record<string, number>>;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function keepingLogger(lines: string[]): Logger {
  const keep = (message: string, fields: LogFields = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  return { debug: keep, info: keep, warn: keep, error: keep, child: () => keepingLogger(lines) };
}

async function startGateway(deps: Partial<GatewayDeps> = {}): Promise<Bench> {
  const producer = new RecordingProducer();
  const logLines: string[] = [];
  const reader = new CollectedOnDemand();
  const meters = new MeterProvider({ readers: [reader] });
  const gateway = createGateway({
    producer,
    tenants: createOpenDirectory(DEFAULT_TENANT),
    grpc: { host: "127.0.0.1", port: 0 },
    http: { host: "127.0.0.1", port: 0 },
    clock: systemClock,
    log: keepingLogger(logLines),
    meter: meters.getMeter("test"),
    ...deps,
  });
  await gateway.start();
  stops.push(async () => {
    await gateway.stop();
    await meters.shutdown();
  });
  return {
    gateway,
    producer,
    logLines,
    url: (path = "/v1/traces") => `http://127.0.0.1:${gateway.httpPort()}${path}`,
    counts: async () => {
      const { resourceMetrics } = await reader.collect();
      const points = resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map((point) => ({ name: descriptor.name, ...point })),
        ),
      );
      return Object.fromEntries(
        points
          .filter(({ value }) => typeof value === "number")
          .map(({ name, attributes, value }) => {
            const label = attributes["reason"] ?? attributes["error.type"];
            return [
              `${name.replace("parapet.gateway.", "")}${typeof label === "string" ? ` ${label}` : ""}`,
              Number(value),
            ];
          }),
      );
    },
  };
}

/** What the process holds after a garbage collection. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function post(url: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: "POST", headers: { "content-type": "application/x-protobuf", ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** A raw gRPC export, as any OTLP client sends it. */
function exportBytes(
  port: number,
  body: Uint8Array,
  options: { token?: string; signal?: string; gzip?: boolean } = {},
): Promise<Buffer> {
  const { token, signal = "trace.v1.TraceService", gzip = false } = options;
  const Client = makeGenericClientConstructor({}, "otlp");
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_send_message_length": -1,
    ...(gzip ? { "grpc.default_compression_algorithm": 2 } : {}),
  });
  stops.push(async () => client.close());
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `Bearer ${token}`);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/opentelemetry.proto.collector.${signal}/Export`,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
      body,
      metadata,
      { deadline: Date.now() + 10_000 },
      (error: ServiceError | null, answer?: Buffer) => (answer === undefined ? reject(error) : resolve(answer)),
    );
  });
}

/** Spans as the OpenTelemetry SDK records them. */
async function recordSpans(): Promise<ReadableSpan[]> {
  const memory = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: memory })] });
  const tracer = provider.getTracer("shop");
  for (const model of ["gpt-4o", "claude-sonnet-4-5"]) {
    tracer
      .startSpan(`chat ${model}`, { attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": model } })
      .end();
  }
  await provider.forceFlush();
  return memory.getFinishedSpans();
}

async function exportWith(exporter: SpanExporter, recorded: ReadableSpan[]): Promise<number> {
  const code = await new Promise<number>((resolve) => {
    exporter.export(recorded, (result) => resolve(result.code));
  });
  await exporter.shutdown();
  return code;
}

function modelsIn(message: OutgoingMessage | undefined): unknown[] {
  const outcome = decodeMessage(message?.value ?? new Uint8Array());
  return outcome.kind === "ok"
    ? outcome.value.spans.map(({ attributes }) => attributes.get("gen_ai.request.model"))
    : [];
}

const SUCCESS = 0;

describe("the exporters of OpenTelemetry", () => {
  test.each(["none", "gzip"])("deliver over HTTP with compression %s", async (compression) => {
    const { producer, url } = await startGateway();
    const exporter = new HttpExporter({ url: url(), compression: compression as never });
    expect(await exportWith(exporter, await recordSpans())).toBe(SUCCESS);
    expect(producer.messages.flatMap(modelsIn)).toEqual(["gpt-4o", "claude-sonnet-4-5"]);
  });

  test.each(["none", "gzip"])("deliver over gRPC with compression %s", async (compression) => {
    const { producer, gateway } = await startGateway();
    const exporter = new GrpcExporter({
      url: `http://127.0.0.1:${gateway.grpcPort()}`,
      compression: compression as never,
    });
    expect(await exportWith(exporter, await recordSpans())).toBe(SUCCESS);
    expect(producer.messages.flatMap(modelsIn)).toEqual(["gpt-4o", "claude-sonnet-4-5"]);
  });

  it("send again what could not be appended at first", async () => {
    const { counts, producer, url } = await startGateway();
    producer.failure = new ParapetError("producer_full", "full");
    const delivered = exportWith(new HttpExporter({ url: url() }), await recordSpans());
    await expect.poll(async () => (await counts())["requests.errors unavailable"]).toBe(1);
    producer.failure = null;
    expect(await delivered).toBe(SUCCESS);
    expect(producer.messages).toHaveLength(1);
  });
});

describe("an accepted request", () => {
  const expected = (value: Uint8Array, encoding: string): object => ({
    key: Buffer.from(TRACE_ID, "hex"),
    value: Buffer.from(value),
    headers: { [TENANT_HEADER]: DEFAULT_TENANT, [ENCODING_HEADER]: encoding },
  });

  test.each([
    ["identity", (bytes: Uint8Array) => bytes],
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["zstd", zstdCompressSync],
  ])("is appended byte for byte after %s", async (encoding, compress) => {
    const { producer, url } = await startGateway();
    const answer = await post(url(), compress(protobuf), { "content-encoding": encoding });
    expect(answer).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(answer.headers["content-type"]).toBe("application/x-protobuf");
    expect(producer.messages).toEqual([expected(protobuf, "otlp_proto")]);
  });

  it("stays JSON when it came as JSON", async () => {
    const { producer, url } = await startGateway();
    const answer = await post(url(), json, { "content-type": "Application/JSON; charset=utf-8" });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({});
    expect(producer.messages).toEqual([expected(json, "otlp_json")]);
  });

  it("is the same over gRPC", async () => {
    const { producer, gateway } = await startGateway();
    expect(await exportBytes(gateway.grpcPort(), protobuf)).toHaveLength(0);
    expect(producer.messages).toEqual([expected(protobuf, "otlp_proto")]);
  });

  it("is answered once the log has confirmed it, not before", async () => {
    const { counts, producer, url } = await startGateway();
    const opened = Promise.withResolvers<void>();
    producer.gate = opened.promise;
    let isAnswered = false;
    const answer = post(url(), protobuf).finally(() => {
      isAnswered = true;
    });
    await expect.poll(async () => (await counts())["spans.received"]).toBe(2);
    expect(isAnswered).toBe(false);
    opened.resolve();
    expect((await answer).status).toBe(200);
  });

  test.each([
    ["protobuf without bytes", new Uint8Array(), "application/x-protobuf"],
    ["an empty JSON object", Buffer.from("{}"), "application/json"],
    ["an empty list", Buffer.from('{"resourceSpans":[]}'), "application/json"],
  ])("may be empty: %s", async (_label, body, type) => {
    const { producer, url } = await startGateway();
    expect((await post(url(), body, { "content-type": type })).status).toBe(200);
    expect(producer.messages).toEqual([]);
  });

  it("counts requests and spans", async () => {
    const { counts, url } = await startGateway();
    await post(url(), protobuf);
    await post(url(), halfBad);
    expect(await counts()).toEqual({
      "requests.received": 2,
      "requests.sent": 2,
      "spans.received": 5,
      "spans.sent": 5,
    });
  });
});

describe("a request of which some spans cannot be stored", () => {
  it("is appended whole, and its answer tells how many in protobuf", async () => {
    const { producer, url } = await startGateway();
    const answer = await post(url(), halfBad);
    expect(answer.status).toBe(200);
    const message = "spans rejected: invalid_span_id";
    // partial_success = 1: { rejected_spans = 1: 1, error_message = 2: message }
    const partial = Buffer.from([0x08, 1, 0x12, message.length, ...Buffer.from(message)]);
    expect(answer.body).toEqual(Buffer.from([0x0a, partial.length, ...partial]));
    expect(producer.messages.map(({ value }) => Buffer.from(value))).toEqual([Buffer.from(halfBad)]);
  });

  it("is answered in JSON when it came as JSON", async () => {
    const { url } = await startGateway();
    const bad = { traceId: "zz", spanId: "1", name: "lost" };
    const answer = await post(
      url(),
      Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [bad] }] }] })),
      {
        "content-type": "application/json",
      },
    );
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: "spans rejected: invalid_span_id" },
    });
  });

  it("is answered alike over gRPC", async () => {
    const { gateway, url } = await startGateway();
    expect(await exportBytes(gateway.grpcPort(), halfBad)).toEqual((await post(url(), halfBad)).body);
  });
});

describe("a refused request", () => {
  const logs = Buffer.from('{"resourceLogs":[]}');
  test.each<[string, Uint8Array, Record<string, string>, { status: number; reason: string }]>([
    ["bytes that are no protobuf", Buffer.from([0xff, 0xff, 0xff]), {}, { status: 400, reason: "undecodable" }],
    [
      "text that is no JSON",
      Buffer.from("{"),
      { "content-type": "application/json" },
      { status: 400, reason: "undecodable" },
    ],
    ["JSON that is called protobuf", json, {}, { status: 400, reason: "undecodable" }],
    [
      "logs sent to the traces' path",
      logs,
      { "content-type": "application/json" },
      { status: 400, reason: "other_signal" },
    ],
    [
      "a compression that OTLP does not have",
      protobuf,
      { "content-encoding": "br" },
      { status: 415, reason: "unsupported_encoding" },
    ],
    [
      "a media type that OTLP does not have",
      protobuf,
      { "content-type": "text/plain" },
      { status: 415, reason: "unsupported_media_type" },
    ],
    [
      "a body that is not compressed as it says",
      protobuf,
      { "content-encoding": "gzip" },
      { status: 400, reason: "unread" },
    ],
    [
      "a compressed body cut short",
      gzipSync(protobuf).subarray(0, 20),
      { "content-encoding": "gzip" },
      { status: 400, reason: "unread" },
    ],
  ])("with %s is counted and not appended", async (_label, body, headers, expected) => {
    const { counts, producer, url } = await startGateway();
    const answer = await post(url(), body, headers);
    expect(answer.status).toBe(expected.status);
    expect(producer.messages).toEqual([]);
    expect(await counts()).toEqual({ "requests.received": 1, [`requests.discarded ${expected.reason}`]: 1 });
  });

  it("carries a google.rpc.Status in the encoding of the request", async () => {
    const { url } = await startGateway();
    const inJson = await post(url(), Buffer.from("{"), { "content-type": "application/json" });
    const { code, message } = JSON.parse(inJson.body.toString()) as { code: number; message: string };
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(message).toContain("undecodable_json");
    const inProtobuf = await post(url(), Buffer.from([0xff]));
    // code = 1: 3, message = 2
    expect([...inProtobuf.body.subarray(0, 3)]).toEqual([0x08, status.INVALID_ARGUMENT, 0x12]);
  });

  it("leaves the gateway able to serve the next", async () => {
    const { url } = await startGateway({ limits: { maxRequestBytes: 1_000 } });
    for (const body of [Buffer.alloc(5_000_000), Buffer.from([0xff])]) await post(url(), body).catch(() => undefined);
    expect((await post(url(), protobuf)).status).toBe(200);
  });

  it("is logged once by reason, without content", async () => {
    const { logLines, url } = await startGateway();
    for (let n = 0; n < 3; n += 1) await post(url(), Buffer.from("{secret"), { "content-type": "application/json" });
    expect(logLines).toHaveLength(1);
    expect(logLines.join()).not.toContain("secret");
  });

  test.each([
    ["POST", "/v1/metrics", 501],
    ["POST", "/v1/nothing", 404],
    ["GET", "/v1/traces", 405],
  ])("%s %s is answered %i with words", async (method, path, expected) => {
    const { url } = await startGateway();
    const response = await fetch(url(path), { method });
    expect(response.status).toBe(expected);
    expect(await response.text()).toContain("send traces");
  });

  test("metrics are unimplemented over gRPC", async () => {
    const { gateway } = await startGateway();
    const signal = "metrics.v1.MetricsService";
    await expect(exportBytes(gateway.grpcPort(), protobuf, { signal })).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: expect.stringContaining("send traces") as string,
    });
  });

  it("is an invalid argument over gRPC when it cannot be decoded", async () => {
    const { gateway, counts } = await startGateway();
    await expect(exportBytes(gateway.grpcPort(), Buffer.from([0xff]))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    expect(await counts()).toEqual({ "requests.received": 1, "requests.discarded undecodable": 1 });
  });
});

describe("logs", () => {
  const record = (more: object) => ({ timeUnixNano: "1700000000000000000", ...more });
  const requestOf = (...logRecords: readonly object[]) =>
    Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
  const event = record({ traceId: TRACE_ID, spanId: "b7ad6b7169203331", eventName: "gen_ai.evaluation.result" });
  const inJson = { "content-type": "application/json" };
  // resource_logs = 1, scope_logs = 2, log_records = 2: time = 1, trace id = 9, span id = 10, event name = 12
  const eventInProtobuf = Buffer.from(
    `0a431241123f09000000000000000a4a10${TRACE_ID}5208b7ad6b7169203331621867656e5f61692e6576616c756174696f6e2e726573756c74`,
    "hex",
  );

  it("with a GenAI event are appended as they came, keyed by its trace", async () => {
    const { producer, url, counts } = await startGateway();
    const body = requestOf(event, record({ body: "GET / 200" }));
    expect((await post(url("/v1/logs"), body, inJson)).status).toBe(200);
    expect(producer.messages).toMatchObject([{ key: Buffer.from(TRACE_ID, "hex"), value: body }]);
    expect(await counts()).toMatchObject({ "spans.received": 1, "spans.sent": 1 });
  });

  it("without one are answered with success and not kept", async () => {
    const { producer, url } = await startGateway();
    expect((await post(url("/v1/logs"), requestOf(record({ body: "GET / 200" })), inJson)).status).toBe(200);
    expect(producer.messages).toEqual([]);
  });

  it("are taken over gRPC", async () => {
    const { gateway, producer } = await startGateway();
    await exportBytes(gateway.grpcPort(), eventInProtobuf, { signal: "logs.v1.LogsService" });
    expect(producer.messages).toMatchObject([{ key: Buffer.from(TRACE_ID, "hex"), value: eventInProtobuf }]);
  });

  it("are told of events without a span", async () => {
    const { url } = await startGateway();
    const answer = await post(url("/v1/logs"), requestOf(event, { ...event, spanId: "" }), inJson);
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedLogRecords: "1", errorMessage: "spans rejected: invalid_span_id" },
    });
  });

  it("that are traces are refused", async () => {
    const { url, counts } = await startGateway();
    for (const [body, headers] of [
      [protobuf, {}],
      [json, inJson],
    ] as const) {
      expect((await post(url("/v1/logs"), body, headers)).status).toBe(400);
    }
    expect(await counts()).toMatchObject({ "requests.discarded other_signal": 2 });
  });
});

describe("the limit of a request", () => {
  const limits = { maxRequestBytes: 100_000 };
  const bomb = Buffer.alloc(10_000_000);

  test.each<[string, Uint8Array, Record<string, string>]>([
    ["a body of more bytes", Buffer.alloc(100_001), {}],
    ["a body in chunks, whose length is not stated", Buffer.alloc(100_001), { "transfer-encoding": "chunked" }],
    ["a gzip bomb", gzipSync(bomb), { "content-encoding": "gzip" }],
    ["a deflate bomb", deflateSync(bomb), { "content-encoding": "deflate" }],
    ["a zstd bomb", zstdCompressSync(bomb), { "content-encoding": "zstd" }],
  ])("stops %s", async (_label, body, headers) => {
    const { counts, producer, url } = await startGateway({ limits });
    expect((await post(url(), body, headers)).status).toBe(413);
    expect(await counts()).toEqual({ "requests.received": 1, "requests.discarded request_too_large": 1 });
    expect(producer.messages).toEqual([]);
  });

  it("stops a large message and a bomb over gRPC, and counts them", async () => {
    const { counts, gateway } = await startGateway({ limits });
    const refusal = { code: status.RESOURCE_EXHAUSTED };
    await expect(exportBytes(gateway.grpcPort(), Buffer.alloc(100_001))).rejects.toMatchObject(refusal);
    await expect(exportBytes(gateway.grpcPort(), bomb, { gzip: true })).rejects.toMatchObject(refusal);
    await expect.poll(counts).toEqual({ "requests.received": 2, "requests.discarded unread": 2 });
  });

  it("holds a body of many small chunks in little more than its bytes", { timeout: 30_000 }, async () => {
    const { gateway, url } = await startGateway({ limits: { maxInFlightBytes: 600_000 } });
    const socket = connectSocket(gateway.httpPort(), "127.0.0.1");
    const before = heldBytes();
    socket.write("POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n");
    socket.write(`transfer-encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(500_000)}`);
    // Beside the chunks that have been read, no room is left for others.
    const isFull = async (): Promise<boolean> => (await post(url(), Buffer.alloc(100_001))).status === 429;
    await expect.poll(isFull, { timeout: 20_000 }).toBe(true);
    expect(heldBytes() - before).toBeLessThan(30_000_000);
    socket.destroy();
  });

  it("lets one gRPC connection hold no more than the bytes in flight", async () => {
    const { gateway } = await startGateway({ limits: { maxRequestBytes: 1_000, maxInFlightBytes: 5_500 } });
    const session = connectHttp2(`http://127.0.0.1:${gateway.grpcPort()}`);
    const [settings] = await once(session, "remoteSettings");
    session.destroy();
    expect(settings).toMatchObject({ maxConcurrentStreams: 5 });
  });

  it("names the setting when the log takes no message of that size", async () => {
    const { counts, url, gateway } = await startGateway({ limits: { maxMessageBytes: protobuf.length - 1 } });
    const answer = await post(url(), protobuf);
    expect(answer.status).toBe(413);
    expect(answer.body.toString()).toContain("PARAPET_MAX_MESSAGE_BYTES");
    await expect(exportBytes(gateway.grpcPort(), protobuf)).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await counts()).toEqual({ "requests.received": 2, "requests.discarded message_too_large": 2 });
  });
});

describe("a gateway under pressure", () => {
  it("refuses what does not fit beside the requests in hand, and says when to come again", async () => {
    const bench = await startGateway({
      limits: { maxRequestBytes: protobuf.length, maxInFlightBytes: protobuf.length * 2 },
    });
    const opened = Promise.withResolvers<void>();
    bench.producer.gate = opened.promise;
    const inHand = [post(bench.url(), protobuf), exportBytes(bench.gateway.grpcPort(), protobuf)];
    await expect.poll(async () => (await bench.counts())["spans.received"]).toBe(4);

    const refused = await post(bench.url(), protobuf);
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("1");
    const failure = await exportBytes(bench.gateway.grpcPort(), protobuf).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const [details] = (failure as ServiceError).metadata.get("grpc-status-details-bin");
    expect(String(details)).toContain("google.rpc.RetryInfo");

    opened.resolve();
    await Promise.all(inHand);
    expect((await post(bench.url(), protobuf)).status).toBe(200);
    expect(await bench.counts()).toMatchObject({
      "requests.received": 5,
      "requests.sent": 3,
      "requests.errors overloaded": 2,
    });
  });

  it("answers unavailable when the log does not confirm in time", async () => {
    const { counts, gateway, producer, url } = await startGateway({ limits: { appendTimeoutMs: 20 } });
    producer.gate = new Promise(() => undefined);
    const answer = await post(url(), protobuf);
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    await expect(exportBytes(gateway.grpcPort(), protobuf)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(await counts()).toMatchObject({
      "requests.received": 2,
      "requests.errors unavailable": 2,
      "spans.errors TimeoutError": 2,
    });
  });

  it("answers the requests in hand before it stops", async () => {
    const { counts, gateway, producer, url } = await startGateway();
    const opened = Promise.withResolvers<void>();
    producer.gate = opened.promise;
    const inHand = [post(url(), protobuf), exportBytes(gateway.grpcPort(), protobuf)];
    await expect.poll(async () => (await counts())["spans.received"]).toBe(4);
    const stopped = gateway.stop();
    opened.resolve();
    await Promise.all([...inHand, stopped]);
    expect(producer.messages).toHaveLength(2);
  });
});

describe("a gateway with tokens", () => {
  const tenants = createTokenDirectory(
    new Map([
      ["t0ken-a", "acme"],
      ["t0ken-b", "globex"],
    ]),
  );

  it("writes the tenant of the token, whatever the body says", async () => {
    const { producer, gateway, url } = await startGateway({ tenants });
    await post(url(), protobuf, { authorization: "Bearer t0ken-a", [TENANT_HEADER]: "globex" });
    await exportBytes(gateway.grpcPort(), protobuf, { token: "t0ken-b" });
    expect(producer.messages.map(({ headers }) => headers[TENANT_HEADER])).toEqual(["acme", "globex"]);
  });

  test.each([undefined, "Bearer wrong", "Basic t0ken-a", "Bearer "])(
    "lets nobody in with %j",
    async (authorization) => {
      const { counts, gateway, logLines, producer, url } = await startGateway({ tenants });
      const answer = await post(url(), protobuf, authorization === undefined ? {} : { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
      await expect(exportBytes(gateway.grpcPort(), protobuf, { token: "wrong" })).rejects.toMatchObject({
        code: status.UNAUTHENTICATED,
      });
      expect(await counts()).toEqual({ "requests.received": 2, "requests.discarded unauthenticated": 2 });
      expect(producer.messages).toEqual([]);
      expect(logLines.join()).not.toMatch(/wrong|t0ken/);
    },
  );

  it("does not read the body of a stranger", async () => {
    const { url } = await startGateway({ tenants });
    const answer = await post(url(), Buffer.from("never read"), { "content-encoding": "nonsense" });
    expect(answer.status).toBe(401);
  });
});
