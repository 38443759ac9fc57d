import { alphanumericsOf, drawName, withAlphanumerics, type SurrogateKind } from "./surrogate-kind.ts";
import type { Draw } from "./keyed-draw.ts";

const lowerCase = (value: string): string => value.toLowerCase();

/** Addresses at a domain that is kept for examples (RFC 2606 §3). */
export const emailSurrogate: SurrogateKind = {
  identityOf: lowerCase,
  make: (_, draw) => `user-${drawName(draw)}@example.com`,
};

/** Pages of the same domain, under the scheme of the value where it has one. */
export const urlSurrogate: SurrogateKind = {
  identityOf: (value) => value,
  make: (value, draw) => `${/^[a-z][a-z\d+.-]{0,20}:\/\//i.exec(value)?.[0] ?? ""}example.com/${drawName(draw)}`,
};

/** Networks that are kept for documentation (RFC 5737; RFC 3849 for version 6). */
const documentationNetworks = ["192.0.2.", "198.51.100.", "203.0.113."];
const documentationPrefix = "2001:db8:";

export const ipSurrogate: SurrogateKind = {
  identityOf: lowerCase,
  make: (value, draw) => {
    const prefixLength = /\/\d{1,3}$/.exec(value)?.[0] ?? "";
    return (value.includes(":") ? ipv6(draw) : ipv4(draw)) + prefixLength;
  },
};

function ipv4(draw: Draw): string {
  return `${documentationNetworks[draw(documentationNetworks.length)] ?? ""}${draw(256)}`;
}

function ipv6(draw: Draw): string {
  return documentationPrefix + Array.from({ length: 6 }, () => (0x1000 + draw(0xf000)).toString(16)).join(":");
}

/** Identifiers that are kept for documentation (RFC 9542 §2.1.2). */
const documentationHardware = "00005e0053";

export const macSurrogate: SurrogateKind = {
  identityOf: alphanumericsOf,
  make: (value, draw) => withAlphanumerics(value, documentationHardware + draw(256).toString(16).padStart(2, "0")),
};
