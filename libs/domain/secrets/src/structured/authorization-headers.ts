import { decodedText } from "../decoded-text.ts";
import { isPassword } from "../is-password.ts";
import { isMixed, shannonEntropy } from "../randomness.ts";
import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";
import { isRandomToken } from "./assigned-token.ts";

const literals = ["authorization"];
/** The header's name and what may stand between it and its value in HTTP, JSON and source code. */
const name = String.raw`(?i:authorization)[\\"'\x60\])]{0,4}\s{0,3}[:=,]\s{0,3}(?:\[\s{0,3})?[bfru]{0,2}[\\"'\x60]{0,3}`;
const maxCredentials = 2048;

/** Credentials are `user:password` in base 64. */
const basic = structuredFormat({
  id: "AUTHORIZATION_BASIC",
  provider: "HTTP",
  source: "https://www.rfc-editor.org/rfc/rfc7617",
  name: "header",
  expression: new RegExp(
    String.raw`${name}(?i:basic)\s{1,3}([A-Za-z0-9+/]{8,${maxCredentials}}={0,2})(?![A-Za-z0-9+/=])`,
    "dg",
  ),
  literals,
  longest: 48 + maxCredentials,
  score: evidenceScores.positioned,
  accepts: (value) => {
    const [user, password] = decodedText(value).split(/:(.*)/s);
    return user !== undefined && password !== undefined && password !== user && isPassword(password);
  },
});

const minBearerEntropy = 3;
/** Without the header's name, what follows "bearer" must be longer, and random. */
const minLoneLength = 20;

/** A `b64token` of RFC 6750 that is random enough. */
const bearer = structuredFormat({
  id: "AUTHORIZATION_BEARER",
  provider: "OAuth 2.0",
  source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
  name: "header",
  expression: new RegExp(
    String.raw`(?:${name}(?i:bearer|token|apikey|api-key|ssws)|(?<![\w-])(?i:bearer))\s{1,3}([A-Za-z0-9._~+/-]{16,${maxCredentials}}={0,2})(?![A-Za-z0-9._~+/=-])`,
    "dg",
  ),
  literals: [...literals, "bearer"],
  longest: 48 + maxCredentials,
  score: evidenceScores.positioned,
  accepts: (value, before) =>
    isPassword(value) &&
    (/^bearer/i.test(before)
      ? value.length >= minLoneLength && isRandomToken(value)
      : isMixed(value) && shannonEntropy(value) >= minBearerEntropy),
});

export const authorizationHeaders: readonly SecretFormat[] = [basic, bearer];
