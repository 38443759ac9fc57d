import { createHmac } from "node:crypto";

export interface ValueHashOptions {
  /** Secret of one tenant: what two tenants have in common does not show in their hashes. */
  readonly key: string | Uint8Array;
  /** `sha256` without it. */
  readonly algorithm?: "sha256" | "sha512";
}

/** Keyed hash of a value (HMAC, RFC 2104), hex: equal values stay equal, none can be guessed without the key. */
export function createValueHash({ key, algorithm = "sha256" }: ValueHashOptions): (value: string) => string {
  return (value) => createHmac(algorithm, key).update(value).digest("hex");
}
