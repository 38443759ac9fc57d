import { beforeEach } from "../literals-of.ts";
import { patternRecognizer } from "../pattern-recognizer.ts";

const octet = "[0-9a-f]{2}";
const hexDigits = "0123456789abcdef";

/**
 * An identifier of 48 bits as IEEE 802 writes it (six octets, by hyphens or colons) or in the three groups of Cisco's
 * devices. A longer row, as of an EUI-64 or a fingerprint, is none.
 */
export const macAddress = patternRecognizer({
  entity: "MAC_ADDRESS",
  patterns: [
    {
      name: "colons",
      expression: new RegExp(String.raw`(?<![\w:])${octet}(?::${octet}){5}(?![\w:])`, "gi"),
      score: 0.6,
      digits: 0,
      longest: 19,
      literals: beforeEach(":", hexDigits),
    },
    {
      name: "hyphens",
      expression: new RegExp(String.raw`(?<![\w-])${octet}(?:-${octet}){5}(?![\w-])`, "gi"),
      score: 0.6,
      digits: 0,
      longest: 19,
      literals: beforeEach("-", hexDigits),
    },
    {
      name: "groups",
      expression: /(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?!\w|\.\w)/gi,
      score: 0.6,
      digits: 0,
      longest: 17,
      literals: beforeEach(".", hexDigits),
    },
  ],
  invalidate: isNobodys,
  contextWords: ["mac", "mac address", "hardware", "ethernet", "wifi", "bluetooth", "physical address"],
});

/** The broadcast address and the one that stands for none. */
function isNobodys(match: string): boolean {
  return /^(?:[f.:-]+|[0.:-]+)$/i.test(match);
}
