import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";

/** Kinds of private keys in armour: the label between its dashes, and where it is defined. */
const labels: readonly (readonly [id: string, label: string, provider: string, source: string])[] = [
  ["PKCS8_PRIVATE_KEY", "PRIVATE KEY", "PKCS #8", "https://www.rfc-editor.org/rfc/rfc7468#section-10"],
  ["PKCS8_ENCRYPTED_KEY", "ENCRYPTED PRIVATE KEY", "PKCS #8", "https://www.rfc-editor.org/rfc/rfc7468#section-11"],
  ["RSA_PRIVATE_KEY", "RSA PRIVATE KEY", "PKCS #1", "https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2"],
  ["EC_PRIVATE_KEY", "EC PRIVATE KEY", "SEC 1", "https://www.rfc-editor.org/rfc/rfc5915"],
  ["DSA_PRIVATE_KEY", "DSA PRIVATE KEY", "OpenSSL", "https://docs.openssl.org/master/man1/openssl-dsa/"],
  [
    "OPENSSH_PRIVATE_KEY",
    "OPENSSH PRIVATE KEY",
    "OpenSSH",
    "https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key",
  ],
  ["PGP_PRIVATE_KEY", "PGP PRIVATE KEY BLOCK", "OpenPGP", "https://www.rfc-editor.org/rfc/rfc9580#section-6.2"],
];

/**
 * From one line to the next. Ends, written out or escaped, as they are in JSON and in environment variables; blanks where
 * these lost them; the signs of quotations, comments, differences and pieces of a literal. None is of base 64 but `/` and
 * `+`, which count in front of a blank or a dash alone.
 */
const lineEnd = String.raw`(?:\\{1,4}[rnt]|[\s>#*;|"',]|//(?=[\s-])|\+(?=[\s-])){1,60}`;
const base64 = "[A-Za-z0-9+/]";
/** On one line, and in lines: enough for RSA keys of 16,384 bits. */
const maxBody = 16_384;
const maxLines = 400;
/** Lines of 76 characters, with what stands between them, four headers, and the armour. */
const maxBlock = maxLines * (76 + 24) + 1200;
/** One long line, or lines of which only the last is short; what is shorter is an example that was cut short. */
const body = `(?:${base64}{77,${maxBody}}|${base64}{32,76}(?:${lineEnd}${base64}{24,76}){0,${maxLines}})`;

/**
 * A whole block, its armour included; one whose end was cut off counts as well. Headers such as `DEK-Info` hold
 * characters that bodies have not.
 */
function armoured([id, label, provider, source]: (typeof labels)[number]): SecretFormat {
  const headers = String.raw`(?:[A-Z][A-Za-z-]{1,20}: [^\n\\]{1,120}${lineEnd}){0,4}`;
  const end = `(?:(?:${lineEnd}${base64}{1,76})?={0,2}(?:${lineEnd}=${base64}{4})?${lineEnd}-----END ${label}-----)?`;
  return structuredFormat({
    id,
    provider,
    source,
    name: "armour",
    expression: new RegExp(`(-----BEGIN ${label}-----${lineEnd}${headers}${body}${end})`, "dg"),
    literals: [`-----begin ${label.toLowerCase()}-----`],
    longest: maxBlock,
    score: evidenceScores.proven,
    accepts: () => true,
  });
}

/** PuTTY's own format: the lines behind `Private-Lines`, as its manual gives them. */
const putty = structuredFormat({
  id: "PUTTY_PRIVATE_KEY",
  provider: "PuTTY",
  source: "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
  name: "lines",
  expression: new RegExp(
    String.raw`Private-Lines: \d{1,3}${lineEnd}(${base64}{32,64}(?:${lineEnd}${base64}{24,64}){0,100}(?:${lineEnd}${base64}{1,64}={0,2})?)(?![A-Za-z0-9+/=-])`,
    "dg",
  ),
  literals: ["private-lines:"],
  longest: 8192,
  score: evidenceScores.proven,
  accepts: () => true,
});

export const privateKeys: readonly SecretFormat[] = [...labels.map(armoured), putty];
