import { parseSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import { describe, expect, it } from "vitest";

import { SensitiveSearches, type SensitiveQuestion } from "./sensitive-searches.ts";

const token = "AKIAQ3EGRZ7XKLMNPB2D";
const text = `Mail eve@exam\u200Bple.com the key ${token}.`;

function policy(value: object): SensitivePolicy {
  const parsed = parseSensitivePolicy(value);
  if (parsed.kind === "invalid") throw new Error(parsed.problems.join());
  return parsed.policy;
}

function found(asked: string, question: SensitiveQuestion = {}, searches = new SensitiveSearches()) {
  return searches.find(asked, question).map(({ entity }) => entity);
}

describe("a question about sensitive data", () => {
  it.each<[string, SensitiveQuestion, readonly string[]]>([
    ["nothing else", {}, ["EMAIL_ADDRESS", "AWS_ACCESS_KEY_ID", "ZERO_WIDTH"]],
    ["personal data", { detectors: ["pii"] }, ["EMAIL_ADDRESS", "ZERO_WIDTH"]],
    ["secrets", { detectors: ["secrets"] }, ["AWS_ACCESS_KEY_ID", "ZERO_WIDTH"]],
    ["one entity", { entities: ["EMAIL_ADDRESS"] }, ["EMAIL_ADDRESS"]],
    ["one kind of secret", { entities: ["AWS_ACCESS_KEY_ID"] }, ["AWS_ACCESS_KEY_ID"]],
    ["one way of hiding", { entities: ["ZERO_WIDTH"] }, ["ZERO_WIDTH"]],
    ["an entity that there is not", { entities: ["SHOE_SIZE"] }, []],
  ])("that names %s is answered with that", (_label, question, entities) => {
    expect(found(text, question)).toEqual(entities);
  });

  it("reads the phone formats of its regions, or of its language beside those of the policy", () => {
    const [polish, german] = ["zadzwoń 22 555 01 23", "Ruf 030 901820 an"];
    expect(found(polish)).toEqual([]);
    expect(found(polish, { language: "pl" })).toEqual(["PHONE_NUMBER"]);
    expect(found(german, { language: "pl" })).toEqual(["PHONE_NUMBER"]);
    expect(found(german, { language: "de", regions: ["PL"] })).toEqual([]);
    expect(found(polish, { regions: ["pl"] })).toEqual(["PHONE_NUMBER"]);
    expect(found(german, { language: "no language at all" })).toEqual(["PHONE_NUMBER"]);
  });

  it("leaves out the identifiers of countries that it does not name", () => {
    const asked = "my ssn is 536-22-8761";
    expect(found(asked, { countries: ["us"] })).toEqual(["US_SSN"]);
    expect(found(asked, { countries: ["US"] })).toEqual(["US_SSN"]);
    expect(found(asked, { countries: ["de"] })).not.toContain("US_SSN");
    const number = "my nhs number is 943 476 5919";
    expect(found(number, { countries: ["gb"] })).toEqual(found(number, { countries: ["uk"] }));
    expect(found(number, { countries: ["GB"] })).toContain("UK_NHS");
  });

  it("is answered by the policy of its tenant", () => {
    const searches = new SensitiveSearches(
      policy({ detectors: ["pii"], tenants: { acme: { deny: { PROJECT: ["Bluebird"] }, minScore: 0.9 } } }),
    );
    expect(found(`Bluebird ${token}`, { tenant: "acme" }, searches)).toEqual(["PROJECT"]);
    expect(found(`Bluebird ${token}`, { tenant: "globex" }, searches)).toEqual([]);
    expect(found(`Bluebird ${token}`, { tenant: "acme", detectors: ["secrets"] }, searches)).toEqual([]);
    expect([searches.minScore("acme"), searches.minScore("globex"), searches.minScore()]).toEqual([0.9, 0.4, 0.4]);
  });

  it("has the same answer however many others were asked between", () => {
    const searches = new SensitiveSearches();
    const before = found(text, { entities: ["EMAIL_ADDRESS"] }, searches);
    const regions =
      "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW".split(" ");
    regions.push("BY", "BZ", "CA", "CD", "CF", "CG", "CH");
    for (const region of regions) found(text, { regions: [region], detectors: ["secrets"] }, searches);
    expect(found(text, { entities: ["EMAIL_ADDRESS"] }, searches)).toEqual(before);
  });
});
