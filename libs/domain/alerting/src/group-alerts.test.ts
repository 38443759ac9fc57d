import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Alert } from "./alert.ts";
import { fingerprintLabels } from "./fingerprint.ts";
import { groupAlerts } from "./group-alerts.ts";
import type { Labels } from "./labels.ts";

function alertWith(labels: Labels): Alert {
  return {
    fingerprint: fingerprintLabels(labels),
    labels,
    annotations: {},
    startsAt: "2026-11-22T10:00:00.000Z",
    status: "firing",
    generatorUrl: "http://127.0.0.1/alerts/1",
  };
}

describe("groups of alerts", () => {
  it("hold the alerts that agree in the labels asked for", () => {
    const groups = groupAlerts(
      [
        alertWith({ alertname: "Burn", tenant: "acme", model: "a" }),
        alertWith({ alertname: "Burn", tenant: "other", model: "a" }),
        alertWith({ alertname: "Burn", tenant: "acme", model: "b" }),
      ],
      ["alertname", "tenant"],
    );
    expect(groups.map(({ key, alerts }) => [key, alerts.map(({ labels }) => labels["model"])])).toEqual([
      ['{alertname="Burn", tenant="acme"}', ["a", "b"]],
      ['{alertname="Burn", tenant="other"}', ["a"]],
    ]);
    expect(groups[0]?.labels).toEqual({ alertname: "Burn", tenant: "acme" });
  });

  it("have a key that does not depend on the order of the labels asked for", () => {
    const alerts = [alertWith({ alertname: "Burn", tenant: "acme" })];
    expect(groupAlerts(alerts, ["tenant", "alertname"])[0]?.key).toBe(
      groupAlerts(alerts, ["alertname", "tenant"])[0]?.key,
    );
  });

  it("treat a missing label as a value of its own", () => {
    const groups = groupAlerts(
      [alertWith({ alertname: "A" }), alertWith({ alertname: "A", tenant: "acme" })],
      ["tenant"],
    );
    expect(groups.map(({ key }) => key)).toEqual(["{}", '{tenant="acme"}']);
  });

  it("lose no alert and invent none", () => {
    const name = fc.constantFrom("a", "b", 'quo"ted', "c,d=");
    const labels = fc.record({ alertname: name, tenant: name, id: fc.uuid() });
    fc.assert(
      fc.property(fc.uniqueArray(labels, { selector: ({ id }) => id }), (all) => {
        const alerts = all.map(alertWith);
        const groups = groupAlerts(alerts, ["alertname", "tenant"]);
        const members = groups.flatMap((group) => group.alerts);
        expect(members.map(({ fingerprint }) => fingerprint).sort()).toEqual(
          alerts.map(({ fingerprint }) => fingerprint).sort(),
        );
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      }),
    );
  });
});
