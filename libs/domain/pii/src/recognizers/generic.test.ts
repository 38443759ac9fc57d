import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPii } from "../find-pii.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { cryptoAddress } from "./crypto-address.ts";
import { emailAddress } from "./email-address.ts";
import { ipAddress } from "./ip-address.ts";
import { macAddress } from "./mac-address.ts";

const found = (entity: string, text: string): readonly string[] =>
  findPii(text, { entities: [entity], minScore: 0 }).map(({ start, end }) => text.slice(start, end));

describe("Bitcoin addresses", () => {
  it.each([
    ["pay to a key's hash", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"],
    ["pay to a script's hash", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"],
    ["with leading zeros", "1111111111111111111114oLvT2"],
    ["a witness of version 0", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
    ["the same in capitals", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"],
    ["a witness of version 1", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"],
  ])("are found: %s", (_label, address) => {
    expect(matchesOf(cryptoAddress, `to ${address}.`)).toEqual([address]);
  });

  it("are not found with any character changed", () => {
    const address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: address.length - 1 }),
        fc.constantFrom("q", "p", "z", "r", "9"),
        (place, other) => {
          fc.pre(address.charAt(place) !== other);
          expect(matchesOf(cryptoAddress, address.slice(0, place) + other + address.slice(place + 1))).toEqual([]);
        },
      ),
    );
  });

  it.each([
    ["of mixed case", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4"],
    ["of version 0 with the sum of version 1", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh"],
    ["with an impossible letter", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVO2"],
  ])("are not found %s", (_label, address) => {
    expect(matchesOf(cryptoAddress, address)).toEqual([]);
  });
});

describe("hardware addresses", () => {
  it.each(["00:1b:44:11:3a:b7", "00-1B-44-11-3A-B7", "001b.4411.3ab7"])("are found: %s", (address) => {
    expect(matchesOf(macAddress, `from ${address}.`)).toEqual([address]);
  });

  it.each([
    ["the broadcast address", "ff:ff:ff:ff:ff:ff"],
    ["none", "00-00-00-00-00-00"],
    ["one of 64 bits", "00:1b:44:11:3a:b7:00:11"],
    ["mixed separators", "00:1b-44:11-3a:b7"],
    ["a version", "1.2.3"],
  ])("are not found: %s", (_label, address) => {
    expect(matchesOf(macAddress, `from ${address}.`)).toEqual([]);
  });
});

describe("dates", () => {
  it.each([
    "2024-03-15T14:30:00+02:00",
    "2024-03-15T14:30:00.123456Z",
    "2024-03-15T14:30:00",
    "03/15/2024",
    "15/3/24",
    "2024/03/15",
    "2024-3-15",
    "15-03-2024",
    "15.03.2024",
    "15-MAR-2024",
    "5-March-24",
    "Sept-2024",
    "15-mar",
    "3/2024",
    "03/24",
  ])("are found: %s", (date) => {
    expect(found("DATE_TIME", `on ${date}, he said`)).toEqual([date]);
  });

  it.each([
    ["the thirteenth month", "13/32/2024"],
    ["a version", "1.2.3.4"],
    ["a path", "a/5/20"],
    ["a longer row", "1-2-3-2024"],
    ["a word", "may-day"],
    ["a half", "1/2"],
  ])("are not found: %s", (_label, text) => {
    expect(found("DATE_TIME", `on ${text}, he said`)).toEqual([]);
  });

  it("are found only where they are asked for", () => {
    expect(findPii("on 2024-03-15 at example.com")).toEqual([]);
  });
});

describe("addresses of the web", () => {
  it.each([
    ["a site", "https://www.example.com", "https://www.example.com"],
    ["a page in a sentence", "(see http://example.co.uk/a/b?c=d#e).", "http://example.co.uk/a/b?c=d#e"],
    ["a port", "at https://example.com:8443/x,", "https://example.com:8443/x"],
    ["a user", "at https://jane:secret@example.com/x", "https://jane:secret@example.com/x"],
    ["a host alone", "at example.org today", "example.org"],
    ["a host in another script", "at bücher.de today", "bücher.de"],
    ["a host in capitals", "at http://ACME.COM today", "http://ACME.COM"],
    ["quotes with what they hold", 'href="https://example.com/a"', '"https://example.com/a"'],
  ])("are found: %s", (_label, text, address) => {
    expect(found("URL", text)).toEqual([address]);
  });

  it.each([
    ["a suffix that does not exist", "http://example.notasuffix/"],
    ["a suffix alone", "co.uk"],
    ["no suffix", "http://localhost/x"],
    ["a missing domain", "www.google"],
    ["the host of an address of mail", "jane@example.com"],
    ["the end of a sentence", "the end.And then"],
  ])("are not found: %s", (_label, text) => {
    expect(found("URL", text)).toEqual([]);
  });
});

describe("addresses of mail", () => {
  it.each([
    "j.doe+tag@mail.example.co.uk",
    "o'hara@example.museum",
    "a@xn--bcher-kva.de",
    "ops@db.internal",
    "x@y.local",
    "JANE@GMAIL.COM",
    "Jane@Firma.De",
    "jane.o'hara@example.museum",
    "d'angelo.o'hara@example.museum",
  ])("are found: %s", (address) => {
    expect(found("EMAIL_ADDRESS", `to ${address}.`)).toEqual([address]);
    expect(found("EMAIL_ADDRESS", `'${address}' is unknown`)).toEqual([address]);
  });

  it.each([
    ["a setting", "EMAIL=jane@acme.com"],
    ["a column", "Jane|Doe|jane@acme.com|Berlin"],
    ["a query", "https://x.io/?email=jane@acme.com&x=1"],
    ["a second parameter", "https://x.io/?a=b&jane@acme.com"],
    ["a path", "https://x.io/users/jane@acme.com"],
    ["a link", "<a href=mailto:jane@acme.com>"],
    ["a template", "user{jane@acme.com}"],
    ["emphasis", "write**jane@acme.com**"],
    ["a quotation", "user 'jane@acme.com' is unknown"],
    ["a literal", "b'jane@acme.com'"],
  ])("begin behind %s", (_label, text) => expect(found("EMAIL_ADDRESS", text)).toEqual(["jane@acme.com"]));

  it.each([
    ["a top-level domain that does not exist", "jane@example.notasuffix"],
    ["a suffix alone", "jane@co.uk"],
    ["a package and its version", "left-pad@1.3.0"],
    ["a host beyond 253 characters", `jane@${"abcdefgh.".repeat(30)}com`],
    ["a label beyond 63 characters", `jane@${"a".repeat(64)}.com`],
  ])("are not found: %s", (_label, text) => {
    expect(matchesOf(emailAddress, text)).toEqual([]);
  });
});

describe("addresses of the internet", () => {
  it.each(["10.0.0.1", "2001:db8::1", "fe80::1ff:fe23:4567:890a", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::1"])(
    "are found: %s",
    (address) => expect(found("IP_ADDRESS", `from ${address}.`)).toEqual([address]),
  );

  it.each(["256.1.1.1", "1.2.3", "1:2:3:4:5:6:7:8:9", "fe:ed:be:ef:fe:ed:be:ef", "1::2::3", "std::vector"])(
    "are not found: %s",
    (text) => expect(matchesOf(ipAddress, `from ${text}.`)).toEqual([]),
  );
});
