import { describe, expect, it } from "vitest";

import { parseSensitivePolicy, policyOf, SensitiveSearch, type SensitivePolicy } from "./index.ts";

function policy(value: object): SensitivePolicy {
  const parsed = parseSensitivePolicy(value);
  if (parsed.kind === "invalid") throw new Error(parsed.problems.join());
  return parsed.policy;
}

function problems(value: object): readonly string[] {
  const parsed = parseSensitivePolicy(value);
  return parsed.kind === "ok" ? [] : parsed.problems;
}

const employee = { entity: "EMPLOYEE_ID", patterns: [{ expression: String.raw`EMP-\d{6}`, score: 0.7 }] };

describe("a name in a policy", () => {
  it("may be written in upper or lower case, and a kingdom by either of its codes", () => {
    const written = {
      countries: ["US", "GB", "gb", "De"],
      regions: ["us", "uk", "GB"],
      entities: ["email_address", "Employee_ID", "zero_width"],
      recognizers: [employee],
      operators: { us_ssn: { kind: "redact" }, default: { kind: "hash" }, employee_id: { kind: "keep" } },
    };
    expect(policy({ ...written, tenants: { acme: written } })).toMatchObject({
      countries: ["us", "uk", "uk", "de"],
      regions: ["US", "GB", "GB"],
      entities: ["EMAIL_ADDRESS", "EMPLOYEE_ID", "ZERO_WIDTH"],
      operators: { US_SSN: { kind: "redact" }, DEFAULT: { kind: "hash" }, EMPLOYEE_ID: { kind: "keep" } },
      tenants: { acme: { countries: ["us", "uk", "uk", "de"], operators: { US_SSN: { kind: "redact" } } } },
    });
  });

  it("goes before the same name in other letters", () => {
    const [hash, keep] = [{ kind: "hash" }, { kind: "keep" }];
    expect(policy({ operators: { US_SSN: hash, us_ssn: keep } }).operators).toEqual({ US_SSN: hash });
    expect(policy({ operators: { us_ssn: keep, US_SSN: hash } }).operators).toEqual({ US_SSN: hash });
    expect(policy({ deny: { iban: ["x"] }, entities: ["iban", "IBAN_CODE"] }).entities).toEqual(["iban", "IBAN_CODE"]);
  });

  it("is found by, however it is written", () => {
    const found = (value: object): readonly (string | undefined)[] =>
      new SensitiveSearch(policyOf(policy(value), "")).find("my ssn is 536-90-4399").map(({ entity }) => entity);
    expect(found({ countries: ["US"] })).toEqual(["US_SSN"]);
    expect(found({ entities: ["us_ssn"] })).toEqual(["US_SSN"]);
    expect(found({ countries: ["GB"] })).not.toContain("US_SSN");
  });

  it.each<[string, object, RegExp]>([
    ["an entity", { entities: ["PERSON", "EMAIL_ADRESS"] }, /^entities\.1: .*did you mean EMAIL_ADDRESS\?$/],
    ["an operator", { operators: { CREDIT_CRAD: { kind: "keep" } } }, /^operators\.CREDIT_CRAD: .*CREDIT_CARD\?$/],
    ["an operator of what hides", { operators: { BIDI: { kind: "redact" } } }, /^operators\.BIDI: no recognizer/],
    ["a country", { countries: ["us", "usa"] }, /^countries\.1: no recognizer .* us, uk, /],
    ["a country without recognizers", { countries: ["fr"] }, /^countries\.0: /],
    ["a region", { regions: ["ZZ"] }, /^regions\.0: .*ISO 3166/],
    ["a region that is none of ISO 3166", { regions: ["001"] }, /^regions\.0: /],
    ["an entity of a tenant", { tenants: { acme: { entities: ["IBAN"] } } }, /^tenants\.acme\.entities\.0: /],
    ["a country of a tenant", { tenants: { acme: { countries: ["xx"] } } }, /^tenants\.acme\.countries\.0: /],
    [
      "another tenant's entity",
      { tenants: { acme: { recognizers: [employee] }, globex: { entities: ["EMPLOYEE_ID"] } } },
      /^tenants\.globex\.entities\.0: no recognizer/,
    ],
  ])("is a problem where nobody has it: %s", (_label, value, problem) => {
    expect(problems(value).at(-1)).toMatch(problem);
  });

  it("may be one of the policy's own, of everybody or of a tenant", () => {
    const own = { deny: { PROJECT: ["Bluebird"] }, recognizers: [employee] };
    const operators = { PROJECT: { kind: "keep" }, EMPLOYEE_ID: { kind: "hash" } };
    const entities = ["PROJECT", "EMPLOYEE_ID"];
    expect(problems({ ...own, entities, operators })).toEqual([]);
    expect(problems({ ...own, tenants: { acme: { entities, operators } } })).toEqual([]);
    expect(problems({ operators, tenants: { acme: own } })).toEqual([]);
  });

  it("is told once for each place", () => {
    expect(problems({ entities: ["A", "B"], countries: ["c"], regions: ["d"] })).toHaveLength(4);
  });
});

describe("an expression in a policy", () => {
  it.each([
    ["the empty text", "x*y?", "it matches the empty text"],
    ["what RE2 does not read", "(?=x)y", "it is no expression of RE2"],
    ["too many instructions", "(?:[a-z]{500}){9}", "it "],
  ])("is a problem with its path: %s", (_label, expression, problem) => {
    const recognizers = [{ entity: "OWN", patterns: [{ expression, score: 0.5 }] }];
    const [told = ""] = problems({ recognizers });
    expect(told.startsWith(`recognizers.0.patterns.0.expression: ${problem}`), told).toBe(true);
  });
});
