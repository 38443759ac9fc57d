import { describe, expect, test } from "vitest";

import { isAuthorised, isLocalHost } from "./authorise.ts";

const token = "a token of this test";

describe("the Authorization header", () => {
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ["the token", `Bearer ${token}`, token, true],
    ["another token", "Bearer a token of that test", token, false],
    ["the beginning of the token", `Bearer ${token.slice(0, -1)}`, token, false],
    ["more than the token", `Bearer ${token}s`, token, false],
    ["another scheme", `Basic ${token}`, token, false],
    ["nothing", undefined, token, false],
    ["nothing where nothing is asked for", undefined, undefined, true],
  ])("with %s", (_label, header, wanted, answer) => expect(isAuthorised(header, wanted)).toBe(answer));
});

describe("the Host header", () => {
  test.each<[string | undefined, boolean]>([
    ["localhost:8080", true],
    ["LOCALHOST", true],
    ["127.0.0.1:8080", true],
    ["[::1]:8080", true],
    ["10.1.2.3", true],
    ["parapet:8080", true],
    [undefined, true],
    ["attacker.example:8080", false],
    ["127.0.0.1.attacker.example", false],
    ["localhost.", false],
  ])("%s", (header, answer) => expect(isLocalHost(header)).toBe(answer));
});
