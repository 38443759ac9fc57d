import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

import { createNoopMeter } from "@opentelemetry/api";
import { fingerprintLabels, type Alert, type AlertSink } from "@parapet/alerting";
import { addressOf, close, listen, silentLogger, type Clock, type Service } from "@parapet/runtime";
import { alertmanagerAvailability, startAlertmanager, type Alertmanager, suiteName } from "@parapet/testkit";
import { afterEach, describe, expect, it } from "vitest";

import { createReceivers } from "./create-receivers.ts";
import { createNotifier, type NotifierDeps } from "./notifier.ts";
import { createAlertmanagerReceiver } from "./receivers/alertmanager/alertmanager-receiver.ts";
import { createWebhookReceiver } from "./receivers/webhook/webhook-receiver.ts";
import { decodeWebhookSecret, verifyWebhookSignature } from "./receivers/webhook/webhook-signature.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const keys = [decodeWebhookSecret(secret) ?? Buffer.alloc(0)];
const startMs = Date.now();

/** A clock that stands still until it is moved. */
function manualClock(): Clock & { readonly advance: (ms: number) => void } {
  let nowMs = startMs;
  return { nowMs: () => nowMs, monotonicMs: () => nowMs, advance: (ms) => (nowMs += ms) };
}

function alertOf(model: string, status: Alert["status"] = "firing"): Alert {
  const labels = { alertname: "Burn", tenant: "acme", model, severity: "critical" };
  const endsAtMs = status === "firing" ? startMs + 300_000 : startMs;
  return {
    fingerprint: fingerprintLabels(labels),
    labels,
    annotations: { summary: `Burning on ${model}`, trace_ids: "4bf92f3577b34da6a3ce929d0e0e4736" },
    startsAt: new Date(startMs - 60_000).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
    status,
    generatorUrl: "http://127.0.0.1:1/alerts/1",
  };
}

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that answers in turn with the given statuses, then with 200. */
class HttpTarget {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #answers: { readonly status: number; readonly headers?: Record<string, string> }[];

  constructor(answers: readonly { readonly status: number; readonly headers?: Record<string, string> }[] = []) {
    this.#answers = [...answers];
    const answer: RequestListener = (request, response) => {
      void buffer(request).then((body) => {
        this.received.push({ path: request.url ?? "", headers: request.headers, body: body.toString() });
        const { status, headers = {} } = this.#answers.shift() ?? { status: 200 };
        response.writeHead(status, headers).end();
        this.#server.emit("received");
      });
    };
    this.#server = createServer(answer);
  }

  async start(): Promise<string> {
    await listen(this.#server, 0, "127.0.0.1");
    return `http://127.0.0.1:${addressOf(this.#server).port}/hook`;
  }

  async untilReceived(count: number): Promise<readonly Received[]> {
    const signal = AbortSignal.timeout(10_000);
    while (this.received.length < count) await once(this.#server, "received", { signal });
    return this.received;
  }

  stop(): Promise<void> {
    return close(this.#server, 0);
  }
}

const running: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const service of running.splice(0).reverse()) await service.stop();
});

async function startNotifier(
  deps: Partial<NotifierDeps> & Pick<NotifierDeps, "receivers">,
): Promise<AlertSink & Service> {
  const defaults = {
    clock: manualClock(),
    log: silentLogger,
    meter: createNoopMeter(),
    backOff: { initialMs: 1, maxMs: 20 },
    drainMs: 2_000,
  };
  const notifier = createNotifier({ ...defaults, ...deps });
  await notifier.start();
  running.push(notifier);
  return notifier;
}

async function startTarget(
  answers: ConstructorParameters<typeof HttpTarget>[0] = [],
): Promise<{ target: HttpTarget; url: string }> {
  const target = new HttpTarget(answers);
  running.push(target);
  return { target, url: await target.start() };
}

const signal = new AbortController().signal;

describe("a webhook", () => {
  it("is told of alerts, grouped, signed, once, and of their end", async () => {
    const { target, url } = await startTarget();
    const clock = manualClock();
    const receivers = createReceivers({
      alertmanagerUrls: [],
      webhookUrls: [url],
      webhookKeys: keys,
      webhookRepeatIntervalMs: 3_600_000,
      externalUrl: "http://127.0.0.1:1",
      clock,
    });
    const notifier = await startNotifier({ receivers, clock });
    await notifier.notify([alertOf("a"), alertOf("b")], signal);
    await target.untilReceived(1);
    await notifier.notify([alertOf("a"), alertOf("b")], signal);
    await notifier.notify([alertOf("a", "resolved"), alertOf("b")], signal);
    const messages = await target.untilReceived(2);
    const [first, second] = messages.map(({ body }) => JSON.parse(body));
    expect(first).toMatchObject({ version: "4", status: "firing", groupKey: '{alertname="Burn", tenant="acme"}' });
    expect(first.alerts.map((alert: Alert) => [alert.labels["model"], alert.status])).toEqual([
      ["a", "firing"],
      ["b", "firing"],
    ]);
    expect(second.alerts.map((alert: Alert) => [alert.labels["model"], alert.status])).toEqual([["a", "resolved"]]);
    for (const { headers, body } of messages) {
      const message = { id: String(headers["webhook-id"]), timestamp: String(headers["webhook-timestamp"]), body };
      expect(verifyWebhookSignature(message, String(headers["webhook-signature"]), { secret, nowMs: Date.now() })).toBe(
        "valid",
      );
    }
  });

  it("is told again of an alert that still fires once the repeat interval is over, under a new id", async () => {
    const { target, url } = await startTarget();
    const clock = manualClock();
    const receivers = [
      createWebhookReceiver({ name: "webhook/0", url, keys, clock, externalUrl: "", repeatIntervalMs: 3_600_000 }),
    ];
    const notifier = await startNotifier({ receivers, clock });
    await notifier.notify([alertOf("a")], signal);
    await target.untilReceived(1);
    clock.advance(3_600_000);
    await notifier.notify([alertOf("a")], signal);
    const ids = (await target.untilReceived(2)).map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([{ status: 500 }, { status: 503 }, { status: 429 }, { status: 408 }])(
    "is tried again after $status, with the same id",
    async ({ status }) => {
      const { target, url } = await startTarget([{ status }, { status, headers: { "retry-after": "0" } }]);
      const receivers = [
        createWebhookReceiver({ name: "webhook/0", url, keys, clock: manualClock(), externalUrl: "" }),
      ];
      await (await startNotifier({ receivers })).notify([alertOf("a")], signal);
      const ids = (await target.untilReceived(3)).map(({ headers }) => headers["webhook-id"]);
      expect(new Set(ids).size).toBe(1);
    },
  );

  it.each([
    { status: 400 },
    { status: 401 },
    { status: 404 },
    { status: 302, headers: { location: "http://127.0.0.1:1/" } },
  ])("is not tried again after $status", async (answer) => {
    const { target, url } = await startTarget([answer]);
    const receivers = [createWebhookReceiver({ name: "webhook/0", url, keys, clock: manualClock(), externalUrl: "" })];
    const notifier = await startNotifier({ receivers });
    await notifier.notify([alertOf("a")], signal);
    await target.untilReceived(1);
    await notifier.notify([alertOf("a"), alertOf("b")], signal);
    const [, second] = await target.untilReceived(2);
    expect(JSON.parse(second?.body ?? "{}").alerts.map((alert: Alert) => alert.labels["model"])).toEqual(["b"]);
  });

  it("is left alone after 410", async () => {
    const gone = await startTarget([{ status: 410 }]);
    const other = await startTarget();
    const receivers = [gone.url, other.url].map((url, index) =>
      createWebhookReceiver({ name: `webhook/${index}`, url, keys, clock: manualClock(), externalUrl: "" }),
    );
    const notifier = await startNotifier({ receivers });
    await notifier.notify([alertOf("a")], signal);
    await gone.target.untilReceived(1);
    await notifier.notify([alertOf("b")], signal);
    await other.target.untilReceived(2);
    await notifier.stop();
    expect(gone.target.received).toHaveLength(1);
  });

  it("is left alone after 410, also by the messages that waited behind", async () => {
    const { target, url } = await startTarget([{ status: 410 }]);
    const receivers = [
      createWebhookReceiver({
        name: "webhook/0",
        url,
        keys,
        clock: manualClock(),
        externalUrl: "",
        groupBy: ["model"],
      }),
    ];
    const notifier = await startNotifier({ receivers });
    await notifier.notify([alertOf("a"), alertOf("b"), alertOf("c")], signal);
    await notifier.stop();
    expect(target.received).toHaveLength(1);
  });
});

describe("a notifier", () => {
  it("is not held up for one receiver by another that is down", async () => {
    const { target, url } = await startTarget();
    const receivers = [
      createAlertmanagerReceiver({ name: "alertmanager/0", url: "http://127.0.0.1:1" }),
      createAlertmanagerReceiver({ name: "alertmanager/1", url: `${url}/prefix` }),
    ];
    await (await startNotifier({ receivers, drainMs: 10 })).notify([alertOf("a")], signal);
    const [message] = await target.untilReceived(1);
    expect(message?.path).toBe("/hook/prefix/api/v2/alerts");
  });

  it("does not let a message that always fails hold up the others", async () => {
    const sent: string[] = [];
    const bothSent = Promise.withResolvers<void>();
    const notifier = await startNotifier({
      drainMs: 10,
      receivers: [
        {
          name: "picky",
          repeatIntervalMs: 3_600_000,
          split: (alerts) => alerts.map((alert) => [alert]),
          send: async ([alert]) => {
            const model = alert?.labels["model"] ?? "";
            if (model === "poison") return { kind: "retry", reason: "http_500" };
            sent.push(model);
            if (sent.length === 2) bothSent.resolve();
            return { kind: "sent" };
          },
        },
      ],
    });
    await notifier.notify([alertOf("poison"), alertOf("a"), alertOf("b")], signal);
    await bothSent.promise;
    expect(sent).toEqual(["a", "b"]);
  });

  it("sends what waits before it stops", async () => {
    const { target, url } = await startTarget([{ status: 503 }]);
    const notifier = await startNotifier({ receivers: [createAlertmanagerReceiver({ name: "alertmanager/0", url })] });
    await notifier.notify([alertOf("a")], signal);
    await notifier.stop();
    expect(target.received).toHaveLength(2);
  });

  it("stops in time when a receiver never answers, and counts what it could not send", async () => {
    const discarded: [number, string][] = [];
    const meter = createNoopMeter();
    const counting = Object.assign(Object.create(meter), {
      createCounter: (name: string) => ({
        add: (count: number, attributes: Record<string, string>) => {
          if (name.endsWith("discarded")) discarded.push([count, attributes["reason"] ?? ""]);
        },
      }),
    });
    const silent = createServer(() => undefined);
    await listen(silent, 0, "127.0.0.1");
    running.push({ stop: () => close(silent, 0) });
    const url = `http://127.0.0.1:${addressOf(silent).port}`;
    const notifier = await startNotifier({
      receivers: [createAlertmanagerReceiver({ name: "alertmanager/0", url })],
      drainMs: 20,
      meter: counting,
    });
    await notifier.notify([alertOf("a"), alertOf("b")], signal);
    await notifier.stop();
    expect(discarded).toEqual([[2, "stopped"]]);
  });
});

const reason = alertmanagerAvailability();

describe.skipIf(reason !== null)(suiteName("a real Alertmanager", reason), () => {
  async function untilFiring(
    alertmanager: Alertmanager,
    count: number,
  ): Promise<Awaited<ReturnType<Alertmanager["alerts"]>>> {
    return expect
      .poll(() => alertmanager.alerts(), { timeout: 10_000, interval: 50 })
      .toHaveLength(count)
      .then(() => alertmanager.alerts());
  }

  it("takes our alerts under our fingerprints, and resolves them when we do", async () => {
    const alertmanager = await startAlertmanager();
    running.push(alertmanager);
    const notifier = await startNotifier({
      receivers: [createAlertmanagerReceiver({ name: "alertmanager/0", url: alertmanager.url })],
    });
    const [a, odd] = [alertOf("a"), alertOf('größe "7"\n東京')];
    await notifier.notify([a, odd], signal);
    const shown = await untilFiring(alertmanager, 2);
    expect(shown.map(({ fingerprint }) => fingerprint).sort()).toEqual([a.fingerprint, odd.fingerprint].sort());
    expect(shown.find(({ fingerprint }) => fingerprint === a.fingerprint)).toMatchObject({
      labels: a.labels,
      annotations: a.annotations,
      startsAt: a.startsAt,
      generatorURL: a.generatorUrl,
    });
    await notifier.notify([alertOf("a", "resolved"), odd], signal);
    expect((await untilFiring(alertmanager, 1))[0]?.fingerprint).toBe(odd.fingerprint);
  });

  it("tells its own receivers that our alert fires and that it is resolved", async () => {
    const { target, url } = await startTarget();
    const alertmanager = await startAlertmanager({ webhookUrl: url });
    running.push(alertmanager);
    const notifier = await startNotifier({
      receivers: [createAlertmanagerReceiver({ name: "alertmanager/0", url: alertmanager.url })],
    });
    await notifier.notify([alertOf("a")], signal);
    await target.untilReceived(1);
    await notifier.notify([alertOf("a", "resolved")], signal);
    const messages = (await target.untilReceived(2)).map(({ body }) => JSON.parse(body));
    expect(messages.map(({ status }) => status)).toEqual(["firing", "resolved"]);
    expect(messages[0].alerts[0].fingerprint).toBe(alertOf("a").fingerprint);
  });
});
