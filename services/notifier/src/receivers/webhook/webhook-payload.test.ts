import { describe, expect, it } from "vitest";

import type { Alert } from "@parapet/alerting";

import { toWebhookPayload } from "./webhook-payload.ts";

const firing: Alert = {
  fingerprint: "00000000000000aa",
  labels: { alertname: "Burn", tenant: "acme", model: "a" },
  annotations: { summary: "Burning 30x", runbook_url: "https://runbooks/burn" },
  startsAt: "2026-11-22T10:00:00.000Z",
  status: "firing",
  generatorUrl: "https://parapet/alerts/aa",
};
const resolved: Alert = {
  ...firing,
  fingerprint: "00000000000000bb",
  labels: { ...firing.labels, model: "b" },
  annotations: { ...firing.annotations, summary: "Burning 12x" },
  status: "resolved",
  endsAt: "2026-11-22T11:00:00.000Z",
};
const context = { receiver: "webhook/0", groupBy: ["alertname", "tenant"], externalUrl: "https://parapet" };

describe("the body of a webhook", () => {
  it("has the keys of Alertmanager's webhook, version 4", () => {
    expect(toWebhookPayload([firing, resolved], context)).toEqual({
      version: "4",
      groupKey: '{alertname="Burn", tenant="acme"}',
      status: "firing",
      receiver: "webhook/0",
      groupLabels: { alertname: "Burn", tenant: "acme" },
      commonLabels: { alertname: "Burn", tenant: "acme" },
      commonAnnotations: { runbook_url: "https://runbooks/burn" },
      externalURL: "https://parapet",
      truncatedAlerts: 0,
      alerts: [
        {
          status: "firing",
          labels: firing.labels,
          annotations: firing.annotations,
          startsAt: firing.startsAt,
          endsAt: "0001-01-01T00:00:00Z",
          generatorURL: "https://parapet/alerts/aa",
          fingerprint: "00000000000000aa",
        },
        {
          status: "resolved",
          labels: resolved.labels,
          annotations: resolved.annotations,
          startsAt: resolved.startsAt,
          endsAt: "2026-11-22T11:00:00.000Z",
          generatorURL: "https://parapet/alerts/aa",
          fingerprint: "00000000000000bb",
        },
      ],
    });
  });

  it("is resolved when all its alerts are", () => {
    expect(toWebhookPayload([resolved], context).status).toBe("resolved");
  });
});
