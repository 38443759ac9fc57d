import { patternRecognizer } from "../pattern-recognizer.ts";
import { isInternalHost, isPublicHost } from "../public-host.ts";

/**
 * Local part and host, after RFC 5321 without quoted local parts; letters of every script are read (RFC 6531). The local
 * part is bounded at its 64 characters, the host at 253.
 */
const address =
  /(?<![\p{L}\p{N}_])[\p{L}\p{N}_](?:[\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~]{0,62}[\p{L}\p{N}_!#$%&'*+\-/=?^`{|}~])?@(?=[\p{L}\p{N}_.-]{4,254}(?![\p{L}\p{N}_.-]))(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.){1,126}(?:xn--[a-z0-9-]{1,58}[a-z0-9]|\p{L}{2,63})(?![\p{L}\p{N}_])/giu;

/** Addresses of existing domains are certain; those of internal ones are personal data as well. */
export const emailAddress = patternRecognizer({
  entity: "EMAIL_ADDRESS",
  patterns: [{ name: "address", expression: address, score: 0.5, digits: 0, longest: 322, literals: ["@"] }],
  validate: (match) => {
    const host = match.slice(match.lastIndexOf("@") + 1);
    if (isPublicHost(host)) return true;
    return isInternalHost(host) ? null : false;
  },
  contextWords: ["email", "mail", "e-mail"],
});
