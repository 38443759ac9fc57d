import { patternRecognizer } from "../pattern-recognizer.ts";
import { isInternalHost, isPublicHost } from "../public-host.ts";

/** After RFC 5321: at most 253 characters, and labels of at most 63. */
const host = String.raw`(?=[\p{L}\p{N}_.-]{4,254}(?![\p{L}\p{N}_.-]))(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.){1,126}(?:xn--[a-z0-9-]{1,58}[a-z0-9]|\p{L}{2,63})`;

/** That of a name (`o'hara@`), not one that begins a quotation of the address (`b'jane@example.com'`). */
const apostrophe = String.raw`(?<=\p{L})'(?=\p{L})(?:(?<='[\p{L}\p{N}_.%+-]{1,62}')|(?![^'@\s]{1,62}@[\p{L}\p{N}_.-]{4,254}'))`;

/**
 * Local part and host, after RFC 5321 without quoted local parts; letters of every script are read (RFC 6531). The local
 * part is bounded at its 64 characters, the host at 253. Of the signs that a local part may have, those that nobody uses
 * (`=`, `|`, `/`, `?`) part an address from what stands before it; an apostrophe is of a name, unless it quotes.
 */
const address = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])[\p{L}\p{N}_](?:(?:[\p{L}\p{N}_.%+-]|${apostrophe}){0,62}[\p{L}\p{N}_%+-])?@${host}(?![\p{L}\p{N}_])`,
  "giu",
);

/** Addresses of existing domains are certain; those of internal ones are personal data as well. */
export const emailAddress = patternRecognizer({
  entity: "EMAIL_ADDRESS",
  patterns: [{ name: "address", expression: address, score: 0.5, digits: 0, longest: 322, literals: ["@"] }],
  validate: (match) => {
    const domain = match.slice(match.lastIndexOf("@") + 1);
    if (isPublicHost(domain)) return true;
    return isInternalHost(domain) ? null : false;
  },
  contextWords: ["email", "mail", "e-mail"],
});
