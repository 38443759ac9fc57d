import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPii } from "./find-pii.ts";
import { Vault } from "./vault.ts";

const text = "Mail jane@example.com and joe@example.com from 10.0.0.7, then jane@example.com.";

function newVault(maxBytes = 10_000): Vault {
  return new Vault({ maxBytes });
}

function mask(vault: Vault, input: string): string {
  return vault.mask(input, findPii(input)).text;
}

describe("Vault", () => {
  it("puts one placeholder for one value, counted in the order of the text", () => {
    const masked = newVault().mask(text, findPii(text));
    expect(masked).toEqual({
      text: "Mail <EMAIL_ADDRESS_1> and <EMAIL_ADDRESS_2> from <IP_ADDRESS_1>, then <EMAIL_ADDRESS_1>.",
      count: 4,
      lost: 0,
    });
  });

  it("knows a value again in a later text of the request", () => {
    const vault = newVault();
    mask(vault, text);
    expect(mask(vault, "ann@example.com, jane@example.com")).toBe("<EMAIL_ADDRESS_3>, <EMAIL_ADDRESS_1>");
  });

  it.each([
    "<EMAIL_ADDRESS_1>",
    "<email_address_1>",
    "<Email Address 1>",
    "< EMAIL_ADDRESS_1 >",
    String.raw`<EMAIL\_ADDRESS\_1>`,
    "<EMAIL-ADDRESS-1>",
    "<EMAIL_ADDRESS_01>",
    "&lt;EMAIL_ADDRESS_1&gt;",
    "&LT;email_address_1&GT;",
    "&#60;EMAIL_ADDRESS_1&#62;",
    "&#x3C;EMAIL_ADDRESS_1&#x3e;",
    String.raw`\u003cEMAIL_ADDRESS_1\u003e`,
    String.raw`\u003C Email\\_Address\\_1 \u003E`,
  ])("restores a placeholder that a model wrote as %s", (placeholder) => {
    const vault = newVault();
    mask(vault, text);
    expect(vault.restore(`Dear ${placeholder}!`)).toBe("Dear jane@example.com!");
  });

  it.each(["<EMAIL_ADDRESS_9>", "<EMAIL_ADDRESS>", "EMAIL_ADDRESS_1", "<PERSON_1>", "<EMAIL   _   ADDRESS_1>", "<<>>"])(
    "leaves %s",
    (other) => {
      const vault = newVault();
      mask(vault, text);
      expect(vault.restore(other)).toBe(other);
    },
  );

  it("gives no value a placeholder that stood in the text before", () => {
    const vault = newVault();
    const input = "<EMAIL_ADDRESS_1> is not jane@example.com";
    expect(mask(vault, input)).toBe("<EMAIL_ADDRESS_1> is not <EMAIL_ADDRESS_2>");
    expect(vault.restore(mask(vault, input))).toBe(input);
  });

  it.each([
    ["<EMAIL_ADDRESS_99999>", "<EMAIL_ADDRESS_1>"],
    ["<EMAIL_ADDRESS_2> <EMAIL_ADDRESS_1> <EMAIL_ADDRESS_00003>", "<EMAIL_ADDRESS_4>"],
    ["&lt;EMAIL_ADDRESS_1&gt;", "<EMAIL_ADDRESS_2>"],
    [String.raw`\u003cEMAIL_ADDRESS_1\u003e`, "<EMAIL_ADDRESS_2>"],
  ])("has a placeholder for a value beside %s", (written, given) => {
    const vault = newVault();
    expect(mask(vault, `${written} jane@example.com`)).toBe(`${written} ${given}`);
    expect(vault.restore(`${written} ${given}`)).toBe(`${written} jane@example.com`);
  });

  it("restores a value as the text around it is escaped", () => {
    const vault = newVault();
    const value = '"O\'Hara & <Sons>"\n';
    vault.mask(value, [{ category: "pii", entity: "NAME", score: 1, start: 0, end: value.length }]);
    expect(vault.restore("&lt;NAME_1&gt;")).toBe("&quot;O'Hara &amp; &lt;Sons&gt;&quot;\n");
    expect(JSON.parse(vault.restore(String.raw`"\u003cNAME_1\u003e"`))).toBe(value);
    expect(vault.restore("<NAME_1>")).toBe(value);
  });

  it("gives every text back", () => {
    const parts = [
      "jane@example.com",
      "joe@example.com",
      "10.0.0.7",
      "<EMAIL_ADDRESS_1>",
      "<IP_ADDRESS_2>",
      "&lt;EMAIL_ADDRESS_2&gt;",
      " ",
      ",",
      "é",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 15 }), (words) => {
        const vault = newVault();
        const input = words.join(" ");
        const masked = vault.mask(input, findPii(input));
        expect(masked.lost).toBe(0);
        expect(vault.restore(masked.text)).toBe(input);
        expect(masked.text).not.toMatch(/@|10\.0/);
      }),
    );
  });

  it("never gives a value of another request", () => {
    const emails = fc.array(
      fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `${name}@example.com`),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(emails, emails, (mine, theirs) => {
        const [one, other] = [newVault(), newVault()];
        const masked = mask(one, mine.join(", "));
        mask(other, theirs.join(", "));
        expect(masked).not.toContain("@");
        const restored = other.restore(masked);
        for (const email of mine.filter((address) => !theirs.includes(address))) {
          expect(restored.split(", ")).not.toContain(email);
        }
      }),
    );
  });

  it("leaves no way back for values beyond its bytes, and shows none", () => {
    const vault = newVault(130);
    const masked = vault.mask(text, findPii(text));
    expect(masked).toEqual({
      text: "Mail <EMAIL_ADDRESS_1> and <EMAIL_ADDRESS> from <IP_ADDRESS_1>, then <EMAIL_ADDRESS_1>.",
      count: 3,
      lost: 1,
    });
  });

  it("does not grow with the placeholders that a text is full of", () => {
    const vault = newVault(1000);
    const hostile = Array.from({ length: 1000 }, (_, index) => `<NAME${index}_1>`).join(" ");
    expect(vault.mask(`${hostile} jane@example.com`, []).text).toContain("<NAME999_1>");
    expect(vault.mask(text, findPii(text))).toMatchObject({ count: 0, lost: 4 });
  });

  it("forgets everything when closed", () => {
    const vault = newVault();
    const masked = mask(vault, text);
    vault.close();
    expect(vault.restore(masked)).toBe(masked);
    expect(vault.mask(text, findPii(text))).toMatchObject({ count: 0, lost: 4 });
  });

  it("restores hostile texts in time linear in their length", () => {
    const vault = newVault();
    mask(vault, text);
    const elapsedMs = (length: number): number => {
      const hostile = "<a_".repeat(length / 3) + "&lt;" + "a_".repeat(length / 2);
      const before = process.cpuUsage();
      vault.restore(hostile);
      return process.cpuUsage(before).user / 1000;
    };
    elapsedMs(250_000);
    expect(elapsedMs(1_000_000)).toBeLessThan(Math.max(10, elapsedMs(250_000)) * 16);
  });
});
