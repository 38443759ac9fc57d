import { beforeEach } from "../literals-of.ts";
import { patternRecognizer } from "../pattern-recognizer.ts";

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const v4 = String.raw`${octet}(?:\.${octet}){3}(?!\d)`;
const v4Prefix = String.raw`(?:/(?:3[0-2]|[12]?\d)(?!\d))?`;

/** Where no address begins: within a word or another address, and in a slice of an array (`list[::2]`). */
const notWithin = String.raw`(?<![\w:.]|\w\[)`;
const v6Prefix = String.raw`(?:/(?:12[0-8]|1[01]\d|\d{1,2})(?!\d))?`;

/** At least one digit: there are words enough of hexadecimal letters. */
const v6Full = String.raw`${notWithin}(?=[a-f:]{0,35}\d)(?:[\da-f]{1,4}:){6}(?:${v4}|[\da-f]{1,4}:[\da-f]{1,4})(?!\w|:[\w:]|\.\d)${v6Prefix}`;
/** Groups and colons in any number with `::` among them, which is not alone; `isIpv6` tells which are addresses. */
const v6Compressed = String.raw`${notWithin}(?!::(?![\da-f]))(?=[\da-f:]{0,38}::)(?:[\da-f]{0,4}:){2,8}(?:${v4}|[\da-f]{1,4})?(?!\w|:[\w:]|\.\d)${v6Prefix}`;

export const ipAddress = patternRecognizer({
  entity: "IP_ADDRESS",
  patterns: [
    {
      name: "ipv4",
      expression: new RegExp(String.raw`(?<!\w|\d\.)${v4}(?!\w)${v4Prefix}`, "g"),
      score: 0.6,
      digits: 4,
      longest: 20,
      literals: beforeEach(".", "0123456789"),
    },
    {
      name: "ipv6",
      expression: new RegExp(v6Full, "gi"),
      score: 0.6,
      digits: 1,
      longest: 66,
      literals: beforeEach(":", "0123456789abcdef"),
    },
    {
      name: "ipv6_compressed",
      expression: new RegExp(v6Compressed, "gi"),
      score: 0.6,
      digits: 0,
      longest: 66,
      literals: ["::"],
    },
    {
      name: "unspecified",
      expression: new RegExp(String.raw`${notWithin}::(?![\w:.])`, "g"),
      score: 0.1,
      digits: 0,
      longest: 6,
      literals: ["::"],
    },
  ],
  invalidate: (match) => match.includes(":") && !isIpv6(match.replace(/\/.*$/, "")),
  contextWords: ["ip", "ipv4", "ipv6"],
});

/** Whether groups and colons make an address (RFC 4291 §2.2): eight groups, or fewer around one `::`. */
function isIpv6(address: string): boolean {
  const halves = address.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (groups.includes("")) return false;
  const length = groups.reduce((sum, group) => sum + (group.includes(".") ? 2 : 1), 0);
  return halves.length === 1 ? length === 8 : halves.length === 2 && length < 8;
}
