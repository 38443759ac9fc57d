import { patternRecognizer } from "../pattern-recognizer.ts";
import { isPublicHost } from "../public-host.ts";

/** A host of at most 253 characters (RFC 1035), internationalised or not; whether it exists is asked afterwards. */
const host = String.raw`[\p{L}\p{N}](?=[\p{L}\p{N}.-]{2,253}(?![\p{L}\p{N}.-]))(?:[\p{L}\p{N}-]{0,62}\.){1,126}\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]`;
/** Port, path, query and fragment (RFC 3986), without punctuation of the sentence around. */
const rest = String.raw`(?::\d{1,5}(?!\d))?(?:[/?#](?:[^\s"'<>]{0,2046}[^\s"'<>.,;:!?)\]}])?)?`;
/** With the user before the host, if there is one. */
const scheme = String.raw`(?:https?|ftp)://(?:[^\s/@"'<>]{1,128}@)?`;
const bare = String.raw`(?<![\p{L}\p{N}_@.\-/])${host}(?![\p{L}\p{N}_@-])${rest}`;
const withScheme = String.raw`(?<![\p{L}\p{N}_])${scheme}${host}${rest}`;

/** Quotes, scheme, user, host, port and the rest, with what is looked at beside them. */
const longest = 2460;

/** Addresses of the web (RFC 3986) and names of hosts; quotes around one belong to it, as in Presidio. */
export const url = patternRecognizer({
  entity: "URL",
  isOnRequest: true,
  patterns: [
    expressionOf("scheme", withScheme, 0.6, ["://"]),
    expressionOf("host", bare, 0.5, ["."]),
    expressionOf("quoted_scheme", String.raw`(?<quote>["'])${scheme}${host}${rest}\k<quote>`, 0.6, ["://"]),
    expressionOf("quoted_host", String.raw`(?<quote>["'])${host}${rest}\k<quote>`, 0.5, ["."]),
  ],
  invalidate: (match) => !isPublicHost(hostOf(match)),
  contextWords: ["url", "website", "link"],
});

function expressionOf(name: string, source: string, score: number, literals: readonly string[]) {
  return { name, expression: new RegExp(source, "giu"), score, digits: 0, longest, literals };
}

function hostOf(match: string): string {
  const [, named = ""] = /^["']?(?:\w+:\/\/(?:[^/@]*@)?)?([^/?#:"']*)/.exec(match) ?? [];
  return named;
}
