import { readFile } from "node:fs/promises";

import { type Clock, ParapetError } from "@parapet/runtime";
import { z } from "zod";

/** Gives a token that is valid now. */
export type TokenSource = () => Promise<string>;

/** Reads the token from a file at each use: whoever mounts it there (Kubernetes, Vault) replaces it before it expires. */
export function tokenFromFile(path: string): TokenSource {
  return async () => {
    const token = (await readFile(path, "utf8")).trim();
    if (token === "") throw new ParapetError("token_missing", `${path} is empty; it should hold a bearer token`);
    return token;
  };
}

/** A client that is known to an OpenID Connect provider. */
export interface OidcClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

const TOKEN_TIMEOUT_MS = 10_000;

/** A token is replaced when this part of its life is over, so that none expires on its way. */
const RENEWED_AFTER = 0.8;

const answerSchema = z.object({
  access_token: z.string().min(1),
  /** In seconds; some send it as text. Recommended, not required: a token whose end is not known is used once. */
  expires_in: z.coerce.number().nonnegative().catch(0),
});

/** Asks the provider by the client-credentials grant (RFC 6749, §4.4), and keeps the token while it is fresh. */
export function tokenFromOidc(client: OidcClient, clock: Clock): TokenSource {
  let kept: { readonly token: string; readonly untilMs: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async (): Promise<string> => {
    const askedMs = clock.monotonicMs();
    const { access_token: token, expires_in: seconds } = await requestToken(client);
    kept = { token, untilMs: askedMs + seconds * 1_000 * RENEWED_AFTER };
    return token;
  };
  return async () => {
    if (kept !== null && clock.monotonicMs() < kept.untilMs) return kept.token;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function requestToken({
  tokenUrl,
  clientId,
  clientSecret,
  scope,
}: OidcClient): Promise<z.output<typeof answerSchema>> {
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const response = await fetch(tokenUrl, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}`, accept: "application/json" },
    body: new URLSearchParams({ grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) }),
    redirect: "error",
    signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
  });
  if (!response.ok) throw refused(`answered ${response.status}`);
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  if (!answer.success) throw refused("answered without a usable access_token");
  return answer.data;
}

/** Tells nothing of the answer: it may hold what it was asked with. */
function refused(what: string): ParapetError {
  return new ParapetError("token_refused", `the token endpoint ${what}; check the client's id, secret and scope`);
}
