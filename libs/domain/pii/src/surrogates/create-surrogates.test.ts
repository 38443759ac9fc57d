import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLuhnValid, isMod97Valid } from "../checksum.ts";
import { findPii } from "../find-pii.ts";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { createSurrogates } from "./create-surrogates.ts";

const surrogate = createSurrogates("key of one tenant");

describe("createSurrogates", () => {
  it.each([
    ["jane@acme.co.uk", "EMAIL_ADDRESS", /^user-[a-z\d]{12}@example\.com$/],
    ["https://acme.co.uk/people?id=7", "URL", /^https:\/\/example\.com\/[a-z\d]{12}$/],
    ["acme.co.uk/people", "URL", /^example\.com\/[a-z\d]{12}$/],
    ["10.1.2.3", "IP_ADDRESS", /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/],
    ["10.1.2.0/24", "IP_ADDRESS", /\.\d{1,3}\/24$/],
    ["fe80::1", "IP_ADDRESS", /^2001:db8(?::[\da-f]{4}){6}$/],
    ["3C-22-FB-01-02-0A", "MAC_ADDRESS", /^00-00-5E-00-53-[\dA-F]{2}$/],
    ["3c22.fb01.020a", "MAC_ADDRESS", /^0000\.5e00\.53[\da-f]{2}$/],
    ["(415) 234-5678", "PHONE_NUMBER", /^\([2-7]\d\d\) 555-01\d\d$/],
    ["+1 415 234 5678", "PHONE_NUMBER", /^\+1 [2-7]\d\d 555 01\d\d$/],
    ["+44 20 7946 0018", "PHONE_NUMBER", /^\+44 77 0090 0\d{3}$/],
    ["07911 123456", "PHONE_NUMBER", /^07700 900\d{3}$/],
    ["+49 30 1234567", "PHONE_NUMBER", /^\+99 9\d \d{7}$/],
    ["030 1234567", "PHONE_NUMBER", /^000 \d{7}$/],
    ["078-05-1123", "US_SSN", /^9\d\d-(?:0[1-9]|[1-4]\d)-\d{4}$/],
    ["4111 1111 1111 1111", "CREDIT_CARD", /^9999( \d{4}){3}$/],
    ["DE89 3704 0044 0532 0130 00", "IBAN_CODE", /^DE(?:00|01|99)( \d{4}){4} \d\d$/],
    ["gb29nwbk60161331926819", "IBAN_CODE", /^gb(?:00|01|99)[a-z]{4}\d{14}$/],
    ["AB-12 cd", "PERSON_ID", /^[A-Z]{2}-\d{2} [a-z]{2}$/],
  ])("makes of %s (%s) one of the same shape that is nobody's", (value, entity, shape) => {
    const fake = surrogate(value, entity);
    expect(fake).toMatch(shape);
    expect(fake).not.toBe(value);
  });

  it("gives cards and account numbers checks that fit", () => {
    fc.assert(
      fc.property(digitStrings(16), digitStrings(18), (card, account) => {
        expect(isLuhnValid(surrogate(card, "CREDIT_CARD"))).toBe(true);
        expect(isMod97Valid(surrogate(`DE12${account}`, "IBAN_CODE"))).toBe(true);
      }),
    );
  });

  it("gives a value one fake, however it is written, and each tenant another", () => {
    expect(surrogate("4111-1111-1111-1111", "CREDIT_CARD").replaceAll("-", "")).toBe(
      surrogate("4111111111111111", "CREDIT_CARD"),
    );
    expect(surrogate("Jane@Acme.com", "EMAIL_ADDRESS")).toBe(surrogate("jane@acme.com", "EMAIL_ADDRESS"));
    const other = createSurrogates("key of another tenant");
    expect(other("jane@acme.com", "EMAIL_ADDRESS")).not.toBe(surrogate("jane@acme.com", "EMAIL_ADDRESS"));
  });

  it("gives different values different fakes", () => {
    const fakes = Array.from({ length: 1000 }, (_, index) => surrogate(`user${index}@acme.com`, "EMAIL_ADDRESS"));
    expect(new Set(fakes).size).toBe(1000);
  });

  it("makes addresses that are found as what they stand for", () => {
    const text = `${surrogate("jane@acme.com", "EMAIL_ADDRESS")} ${surrogate("fe80::1", "IP_ADDRESS")}`;
    expect(findPii(text).map(({ entity }) => entity)).toEqual(["EMAIL_ADDRESS", "IP_ADDRESS"]);
  });

  it("takes any text for any entity", () => {
    const entities = fc.constantFrom("IBAN_CODE", "CREDIT_CARD", "PHONE_NUMBER", "MAC_ADDRESS", "US_SSN", "URL", "X");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), entities, (value, entity) => {
        expect(surrogate(value, entity)).toBe(surrogate(value, entity));
      }),
    );
  });
});
