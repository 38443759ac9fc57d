import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

import { verifyWebhookSignature } from "@parapet/notifier";
import { addressOf, close, listen, systemClock, type Service } from "@parapet/runtime";
import { z } from "zod";

/** One alert as the demo shows it. */
export interface ReceivedAlert {
  readonly status: string;
  readonly name: string;
  /** Whose traffic it is about. */
  readonly tenant: string;
  readonly summary: string;
}

export interface DemoReceiver extends Service {
  /** Known after `start`. */
  readonly url: () => string;
  /** The key that messages must be signed with. */
  readonly key: Buffer;
}

const payload = z.object({
  alerts: z.array(
    z.object({
      status: z.string(),
      labels: z.object({ alertname: z.string(), tenant: z.string().default("") }),
      annotations: z.object({ summary: z.string().default("") }),
    }),
  ),
});

const MAX_BODY_BYTES = 1024 * 1024;

/** Somebody who is told of alerts: a webhook receiver on loopback that checks the signature, as users' own should. */
export function createDemoReceiver(onAlert: (alert: ReceivedAlert) => void): DemoReceiver {
  const key = randomBytes(32);
  const secret = `whsec_${key.toString("base64")}`;
  const server = createServer((request, response) => {
    receive(request, secret).then(
      (alerts) => {
        response.writeHead(alerts === null ? 401 : 204).end();
        alerts?.forEach(onAlert);
      },
      () => response.writeHead(400, { connection: "close" }).end(),
    );
  });
  return {
    name: "demo-receiver",
    key,
    url: () => `http://127.0.0.1:${addressOf(server).port}/alerts`,
    start: () => listen(server, 0, "127.0.0.1"),
    stop: () => close(server),
  };
}

/** Throws for a body that is too large, whatever its headers say. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("the body is too large");
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The alerts of a message, or null when it is not signed with our key. */
async function receive(request: IncomingMessage, secret: string): Promise<readonly ReceivedAlert[] | null> {
  const body = await readBody(request);
  const header = (name: string): string => String(request.headers[name] ?? "");
  const message = { id: header("webhook-id"), timestamp: header("webhook-timestamp"), body };
  const verdict = verifyWebhookSignature(message, header("webhook-signature"), { secret, nowMs: systemClock.nowMs() });
  if (verdict !== "valid") return null;
  return payload.parse(JSON.parse(body)).alerts.map(({ status, labels, annotations }) => ({
    status,
    name: labels.alertname,
    tenant: labels.tenant,
    summary: annotations.summary,
  }));
}
