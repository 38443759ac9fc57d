import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

import { context, metrics, trace } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";

import { addressOf, close, listen } from "./admin-server.ts";
import { ParapetError } from "./errors.ts";
import { createStageMetrics } from "./stage-metrics.ts";
import { startTelemetry, type Telemetry } from "./telemetry.ts";
import { traced } from "./traced.ts";

interface Push {
  readonly path: string;
  /** The protobuf as Latin-1, in which names and attribute values can be read. */
  readonly body: string;
}

let telemetry: Telemetry | undefined;
let receiver: Server | undefined;

afterEach(async () => {
  await telemetry?.stop();
  if (receiver !== undefined) await close(receiver, 0);
  [telemetry, receiver] = [undefined, undefined];
  // The SDK registers itself for the whole process; the next test starts with none.
  for (const api of [metrics, trace, context]) api.disable();
});

function start(otlpEndpoint?: string): Telemetry {
  const options = { service: "parapet-test", version: "1.2.3" };
  telemetry = startTelemetry(otlpEndpoint === undefined ? options : { ...options, otlpEndpoint });
  return telemetry;
}

/** An OTLP/HTTP receiver on loopback. */
async function startReceiver(
  answer: "accepts" | "hangs" = "accepts",
): Promise<{ url: string; pushes: readonly Push[] }> {
  const pushes: Push[] = [];
  receiver = createServer((request, response) => {
    void buffer(request).then((body) => {
      pushes.push({ path: request.url ?? "", body: body.toString("latin1") });
      if (answer === "accepts") response.end();
    });
  });
  await listen(receiver, 0, "127.0.0.1");
  return { url: `http://127.0.0.1:${addressOf(receiver).port}`, pushes };
}

const failing = (): Promise<never> => Promise.reject(new ParapetError("store_full", "rows of a tenant"));

describe("the metrics of a stage", () => {
  it("stand in the Prometheus text, by code and reason", async () => {
    const { meter, metricsText } = start();
    const stage = createStageMetrics(meter, "ingester", "messages");
    stage.received(10);
    stage.sent(6);
    stage.sent(1);
    stage.errored("store_unavailable");
    stage.discarded(3, "undecodable");
    const lines = (await metricsText()).split("\n");
    const value = (name: string, label = ""): string | undefined =>
      lines
        .find((line) => line.startsWith(name) && line.includes(label))
        ?.split(" ")
        .at(-1);
    expect(value("parapet_ingester_messages_received_total")).toBe("10");
    expect(value("parapet_ingester_messages_sent_total")).toBe("7");
    expect(value("parapet_ingester_messages_errors_total", 'error_type="store_unavailable"')).toBe("1");
    expect(value("parapet_ingester_messages_discarded_total", 'reason="undecodable"')).toBe("3");
  });
});

describe("a push", () => {
  it.each(["", "/"])("brings metrics and traces to the receiver (endpoint ends with %j)", async (end) => {
    const { url, pushes } = await startReceiver();
    const { meter, tracer, stop } = start(`${url}${end}`);
    createStageMetrics(meter, "ingester", "messages").received(5);
    await traced(tracer, "store range", { "parapet.range.messages": 5 }, async () => undefined);
    await traced(tracer, "store another", {}, failing).catch(() => undefined);
    await stop();
    expect(pushes.map(({ path }) => path).sort()).toEqual(["/v1/metrics", "/v1/traces"]);
    const bodyOf = (path: string): string => pushes.find((push) => push.path === path)?.body ?? "";
    expect(bodyOf("/v1/metrics")).toContain("parapet.ingester.messages.received");
    for (const words of [
      "store range",
      "parapet-test",
      "1.2.3",
      "parapet.range.messages",
      "store another",
      "store_full",
    ]) {
      expect(bodyOf("/v1/traces")).toContain(words);
    }
    expect(bodyOf("/v1/traces"), "a message is no attribute").not.toContain("rows of a tenant");
  });

  it("does not hold up the end when the receiver hangs", async () => {
    const { url } = await startReceiver("hangs");
    const { tracer, stop } = start(url);
    await traced(tracer, "store range", {}, async () => undefined);
    const startedMs = performance.now();
    await Promise.all([stop(), stop()]);
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });
});

describe("traced", () => {
  it("hands on the answer and the failure", async () => {
    const { tracer } = start();
    await expect(traced(tracer, "work", {}, async () => 7)).resolves.toBe(7);
    await expect(traced(tracer, "work", {}, failing)).rejects.toMatchObject({ code: "store_full" });
  });

  it("makes a span within a span its child", async () => {
    const { url } = await startReceiver();
    const { tracer } = start(url);
    const ids = await traced(tracer, "outer", {}, async () => {
      const outer = trace.getActiveSpan()?.spanContext();
      const inner = await traced(tracer, "inner", {}, async () => trace.getActiveSpan()?.spanContext());
      return { outer, inner };
    });
    expect(ids.inner?.traceId).toBe(ids.outer?.traceId);
    expect(ids.inner?.spanId).not.toBe(ids.outer?.spanId);
  });
});
