import { createHmac, timingSafeEqual } from "node:crypto";

const SECRET_PREFIX = "whsec_";
const DEFAULT_TOLERANCE_MS = 300_000;

/** The parts of a message that are signed, each as it travels. */
export interface SignedMessage {
  /** Header `webhook-id`. */
  readonly id: string;
  /** Header `webhook-timestamp`: seconds since the epoch, as text. */
  readonly timestamp: string;
  /** The raw body. */
  readonly body: string;
}

/**
 * The key in a secret `whsec_<base64 of 24 to 64 bytes>`, or null when it is none.
 * Source of this and of the signature: https://www.standardwebhooks.com, version 1.
 */
export function decodeWebhookSecret(secret: string): Buffer | null {
  const text = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : "";
  const key = Buffer.from(text, "base64");
  const isBase64 = key.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "");
  return isBase64 && key.length >= 24 && key.length <= 64 ? key : null;
}

/** Header `webhook-signature`: one `v1,<base64 HMAC-SHA256>` for each key, so that secrets can be rotated. */
export function signWebhook(message: SignedMessage, keys: readonly Buffer[]): string {
  return keys.map((key) => `v1,${hmac(message, key).toString("base64")}`).join(" ");
}

export type SignatureVerdict = "valid" | "malformed_secret" | "malformed_timestamp" | "expired" | "mismatch";

export interface VerifyOptions {
  readonly secret: string;
  readonly nowMs: number;
  /** How far the timestamp may lie from `nowMs`, before or after; a message replayed later is refused. */
  readonly toleranceMs?: number;
}

/** For those who receive our webhooks: whether a message is ours and fresh. `signature` is the header, whole. */
export function verifyWebhookSignature(
  message: SignedMessage,
  signature: string,
  { secret, nowMs, toleranceMs = DEFAULT_TOLERANCE_MS }: VerifyOptions,
): SignatureVerdict {
  const key = decodeWebhookSecret(secret);
  if (key === null) return "malformed_secret";
  if (!/^\d{1,12}$/.test(message.timestamp)) return "malformed_timestamp";
  if (Math.abs(nowMs - Number(message.timestamp) * 1_000) > toleranceMs) return "expired";
  const expected = hmac(message, key);
  const isSigned = signature.split(" ").some((candidate) => isSameSignature(candidate, expected));
  return isSigned ? "valid" : "mismatch";
}

function isSameSignature(candidate: string, expected: Buffer): boolean {
  const [version, encoded] = candidate.split(",", 2);
  if (version !== "v1" || encoded === undefined) return false;
  const given = Buffer.from(encoded, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hmac({ id, timestamp, body }: SignedMessage, key: Buffer): Buffer {
  return createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
}
