import { decodedText } from "../decoded-text.ts";
import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";

/**
 * `{"` in base 64 is `eyJ`: header, payload and signature of RFC 7519; or the five parts of RFC 7516 §3.1, of which the
 * encrypted key may be empty.
 */
const token =
  /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{10,1000}\.(?:eyJ[A-Za-z0-9_-]{4,6000}\.[A-Za-z0-9_-]{16,1000}|[A-Za-z0-9_-]{0,1000}\.[A-Za-z0-9_-]{8,32}\.[A-Za-z0-9_-]{2,6000}\.[A-Za-z0-9_-]{16,128}))(?![A-Za-z0-9_-])/dg;

export const jsonWebToken: SecretFormat = structuredFormat({
  id: "JSON_WEB_TOKEN",
  provider: "JWT",
  source: "https://www.rfc-editor.org/rfc/rfc7519",
  name: "token",
  expression: token,
  literals: ["eyj"],
  longest: 1004 + 1000 + 32 + 6000 + 128 + 4 + 2,
  score: evidenceScores.positioned,
  accepts: hasAlgorithm,
});

/** RFC 7515 §4.1.1: a header names its algorithm. */
function hasAlgorithm(value: string): boolean {
  const header = parsedOr(decodedText(value.slice(0, value.indexOf("."))), null);
  return typeof header === "object" && header !== null && "alg" in header && typeof header.alg === "string";
}

function parsedOr(json: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return otherwise;
  }
}
