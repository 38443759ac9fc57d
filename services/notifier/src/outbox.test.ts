import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Alert } from "@parapet/alerting";

import { Outbox } from "./outbox.ts";

function alertNamed(fingerprint: string, note = ""): Alert {
  return {
    fingerprint,
    labels: { alertname: fingerprint },
    annotations: { note },
    startsAt: "2026-11-22T10:00:00.000Z",
    status: "firing",
    generatorUrl: "http://127.0.0.1/alerts/1",
  };
}

const bytesOf = (alert: Alert): number => Buffer.byteLength(JSON.stringify(alert));

describe("an outbox", () => {
  it("gives out alerts in order of arrival, once", () => {
    const outbox = new Outbox(10_000);
    expect([outbox.put(alertNamed("a")), outbox.put(alertNamed("b"))]).toEqual(["added", "added"]);
    expect(outbox.take().map(({ fingerprint }) => fingerprint)).toEqual(["a", "b"]);
    expect(outbox.take()).toEqual([]);
  });

  it("keeps only the newest word on an alert", () => {
    const outbox = new Outbox(10_000);
    outbox.put(alertNamed("a", "old"));
    expect(outbox.put(alertNamed("a", "new"))).toBe("superseded");
    expect(outbox.take().map(({ annotations }) => annotations["note"])).toEqual(["new"]);
  });

  it("does not put an older word in the place of a newer one", () => {
    const outbox = new Outbox(10_000);
    outbox.put(alertNamed("a", "new"));
    expect(outbox.restore(alertNamed("a", "old"))).toBe("superseded");
    expect(outbox.restore(alertNamed("b", "other"))).toBe("added");
    expect(outbox.take().map(({ annotations }) => annotations["note"])).toEqual(["new", "other"]);
  });

  it("takes what fits exactly, and refuses one byte more", () => {
    const alert = alertNamed("ü");
    expect(new Outbox(bytesOf(alert)).put(alert)).toBe("added");
    expect(new Outbox(bytesOf(alert) - 1).put(alert)).toBe("full");
  });

  it("never holds more bytes than its bound, whatever is put in and taken out", () => {
    const move = fc.oneof(
      fc.record({ put: fc.constantFrom("a", "b", "c", "d"), note: fc.string({ maxLength: 200 }) }),
      fc.constant("take" as const),
    );
    fc.assert(
      fc.property(fc.array(move), fc.integer({ min: 0, max: 1_000 }), (moves, maxBytes) => {
        const outbox = new Outbox(maxBytes);
        const held = new Map<string, number>();
        for (const next of moves) {
          if (next === "take") {
            outbox.take();
            held.clear();
          } else {
            const alert = alertNamed(next.put, next.note);
            if (outbox.put(alert) !== "full") held.set(next.put, bytesOf(alert));
          }
          expect(outbox.bytes).toBe([...held.values()].reduce((sum, bytes) => sum + bytes, 0));
          expect(outbox.size).toBe(held.size);
          expect(outbox.bytes).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });
});
