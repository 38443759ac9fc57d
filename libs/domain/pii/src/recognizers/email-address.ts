import { patternRecognizer } from "../pattern-recognizer.ts";

/**
 * Local part, labels, top-level domain, after RFC 5321 without quoted local parts; letters of every script are read
 * (RFC 6531), and labels may be Punycode. The local part is bounded at its 64 characters, each label at 63. Whether the
 * top-level domain exists is not asked: addresses of internal domains are personal data as well.
 */
const address =
  /(?<![\p{L}\p{N}_])[\p{L}\p{N}_](?:[\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~]{0,62}[\p{L}\p{N}_!#$%&'*+\-/=?^`{|}~])?@(?:[\p{L}\p{N}_]{1,63}(?:-{1,2}[\p{L}\p{N}_]{1,63}){0,8}\.){1,8}(?:xn--[a-z0-9]{2,59}|\p{L}{2,63})(?![\p{L}\p{N}_])/giu;

export const emailAddress = patternRecognizer({
  entity: "EMAIL_ADDRESS",
  patterns: [{ name: "address", expression: address, score: 1, digits: 0, longest: 400, literals: ["@"] }],
  contextWords: ["email", "mail", "e-mail"],
});
