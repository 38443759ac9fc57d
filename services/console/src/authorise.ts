import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

import { z } from "zod";

/** The token that `isAuthorised` asks for. */
export const consoleTokenSetting = z.string().min(16).describe("a token of at least 16 characters");

/** Whether the `Authorization` header carries the token. Without a token everybody who can connect may read. */
export function isAuthorised(header: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  // Hashes have one length, so that the comparison takes one time whatever was sent.
  return timingSafeEqual(sha256(header ?? ""), sha256(`Bearer ${token}`));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * Whether the `Host` header names this machine or network: an address, `localhost`, or a name without a dot. Where no
 * token is asked for, a page from elsewhere could otherwise read the API by having its own name resolve to this address
 * (DNS rebinding), for which it needs a name with a dot.
 */
export function isLocalHost(header = ""): boolean {
  const host = header.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return isIP(host) !== 0 || !host.includes(".");
}
