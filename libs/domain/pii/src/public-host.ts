import { parse } from "tldts";

/** Top-level domains that never are in the public tree: RFC 2606, RFC 6761, and RFC 6762, appendix G. */
const internalDomains: ReadonlySet<string> = new Set([
  "corp",
  "example",
  "home",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "private",
  "test",
]);

/**
 * Whether a host is a name below a suffix of the Public Suffix List (publicsuffix.org), in whichever case, and not the suffix
 * alone. `www` as the name is that of a host whose domain is missing.
 */
export function isPublicHost(host: string): boolean {
  const { domainWithoutSuffix: name, isIcann } = parse(host.toLowerCase(), {
    extractHostname: false,
    validateHostname: false,
  });
  return isIcann === true && name !== null && name !== "" && name !== "www";
}

/** Whether a host is a name in a network of its own. */
export function isInternalHost(host: string): boolean {
  return internalDomains.has(host.slice(host.lastIndexOf(".") + 1).toLowerCase());
}
