import { signWebhook } from "@parapet/notifier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createDemoReceiver, type DemoReceiver, type ReceivedAlert } from "./demo-receiver.ts";

let receiver: DemoReceiver;
let received: ReceivedAlert[];
beforeEach(async () => {
  received = [];
  receiver = createDemoReceiver((alert) => received.push(alert));
  await receiver.start();
});
afterEach(() => receiver.stop());

const alert = { status: "firing", labels: { alertname: "Budget", tenant: "acme" }, annotations: { summary: "spent" } };

async function post(body: string, key = receiver.key): Promise<number> {
  const message = { id: "msg-1", timestamp: String(Math.floor(Date.now() / 1_000)), body };
  const headers = {
    "webhook-id": message.id,
    "webhook-timestamp": message.timestamp,
    "webhook-signature": signWebhook(message, [key]),
  };
  return (await fetch(receiver.url(), { method: "POST", headers, body })).status;
}

describe("the demo's receiver", () => {
  it("takes alerts that are signed with its key", async () => {
    expect(await post(JSON.stringify({ alerts: [alert] }))).toBe(204);
    expect(received).toEqual([{ status: "firing", name: "Budget", tenant: "acme", summary: "spent" }]);
  });

  it("takes none that are signed with another", async () => {
    expect(await post(JSON.stringify({ alerts: [alert] }), Buffer.alloc(32))).toBe(401);
    expect(received).toEqual([]);
  });

  it.each([
    ["no JSON", "alerts"],
    ["without alerts", "{}"],
    ["too large", JSON.stringify({ alerts: [], padding: "x".repeat(2 * 1024 * 1024) })],
  ])("refuses a message that is %s", async (_, body) => {
    expect(await post(body)).toBe(400);
    expect(received).toEqual([]);
  });
});
