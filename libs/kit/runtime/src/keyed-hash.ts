import { createHmac } from "node:crypto";

/** Hash of a text under a secret key, hex: equal texts are recognised within one installation, none can be guessed outside. */
export type KeyedHash = (text: string) => string;

/** HMAC-SHA-256, cut to 128 bits: enough to tell values apart, short enough to store with every row. */
export function createKeyedHash(key: string): KeyedHash {
  return (text) => createHmac("sha256", key).update(text).digest("hex").slice(0, 32);
}
