import { createHash, timingSafeEqual } from "node:crypto";

import { z } from "zod";

/** Whether the `Authorization` header carries the token. Without a token everybody who can connect may read. */
export function isAuthorised(header: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  // Hashes have one length, so that the comparison takes one time whatever was sent.
  return timingSafeEqual(sha256(header ?? ""), sha256(`Bearer ${token}`));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The token that `isAuthorised` asks for. */
export const consoleTokenSetting = z.string().min(16).describe("a token of at least 16 characters");
