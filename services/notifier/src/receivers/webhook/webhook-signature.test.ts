import { randomBytes } from "node:crypto";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeWebhookSecret, signWebhook, verifyWebhookSignature } from "./webhook-signature.ts";

// The example that the Standard Webhooks reference libraries check themselves against.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330", body: '{"test": 2432232314}' };
const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const sentAtMs = 1_614_265_330_000;

function keyOf(text: string): Buffer {
  const key = decodeWebhookSecret(text);
  if (key === null) throw new Error("the secret of this test is none");
  return key;
}

describe("a webhook's signature", () => {
  it("is that of the standard's own example", () => {
    expect(signWebhook(message, [keyOf(secret)])).toBe(signature);
  });

  it.each([
    { label: "as it was sent", change: {}, verdict: "valid" },
    { label: "with another body", change: { body: '{"test": 2432232315}' }, verdict: "mismatch" },
    { label: "under another id", change: { id: "msg_other" }, verdict: "mismatch" },
    { label: "with a later time", change: { timestamp: "1614265331" }, verdict: "mismatch" },
    { label: "with a time that is none", change: { timestamp: "yesterday" }, verdict: "malformed_timestamp" },
  ])("of a message $label is judged $verdict", ({ change, verdict }) => {
    expect(verifyWebhookSignature({ ...message, ...change }, signature, { secret, nowMs: sentAtMs })).toBe(verdict);
  });

  it.each([
    { lateMs: 300_000, verdict: "valid" },
    { lateMs: 300_001, verdict: "expired" },
    { lateMs: -300_000, verdict: "valid" },
    { lateMs: -300_001, verdict: "expired" },
  ])("seen $lateMs ms late is judged $verdict", ({ lateMs, verdict }) => {
    expect(verifyWebhookSignature(message, signature, { secret, nowMs: sentAtMs + lateMs })).toBe(verdict);
  });

  it("is found among several, while a secret is rotated", () => {
    const newSecret = `whsec_${randomBytes(32).toString("base64")}`;
    const both = signWebhook(message, [keyOf(newSecret), keyOf(secret)]);
    expect(both.split(" ")).toHaveLength(2);
    for (const known of [newSecret, secret]) {
      expect(verifyWebhookSignature(message, both, { secret: known, nowMs: sentAtMs })).toBe("valid");
    }
  });

  it.each(["", "v1", "v1,", "v1,AAAA", `v1a,${signature.slice(3)}`, "v2,g0hM9SsE", " "])("is not %j", (forged) => {
    expect(verifyWebhookSignature(message, forged, { secret, nowMs: sentAtMs })).toBe("mismatch");
  });

  it("holds for what was signed, and for nothing else", () => {
    const key = fc
      .uint8Array({ minLength: 24, maxLength: 64 })
      .map((bytes) => `whsec_${Buffer.from(bytes).toString("base64")}`);
    fc.assert(
      fc.property(key, key, fc.string(), (mine, theirs, body) => {
        const signed = { id: "msg_1", timestamp: "1614265330", body };
        const header = signWebhook(signed, [keyOf(mine)]);
        expect(verifyWebhookSignature(signed, header, { secret: mine, nowMs: sentAtMs })).toBe("valid");
        if (mine !== theirs)
          expect(verifyWebhookSignature(signed, header, { secret: theirs, nowMs: sentAtMs })).toBe("mismatch");
      }),
    );
  });
});

describe("a webhook's secret", () => {
  it.each([
    { label: "without its prefix", text: secret.slice(6) },
    { label: "that is too short", text: `whsec_${randomBytes(23).toString("base64")}` },
    { label: "that is too long", text: `whsec_${randomBytes(65).toString("base64")}` },
    { label: "that is no base64", text: "whsec_not base64 at all, whatever it is!" },
    { label: "that is empty", text: "whsec_" },
  ])("is refused $label", ({ text }) => {
    expect(decodeWebhookSecret(text)).toBeNull();
    expect(verifyWebhookSignature(message, signature, { secret: text, nowMs: sentAtMs })).toBe("malformed_secret");
  });
});
