import { describe, expect, test } from "vitest";

import { parseBearer } from "./bearer-token.ts";

describe("a bearer token", () => {
  test.each([
    ["Bearer abc.DEF-1_2~3+4/5==", "abc.DEF-1_2~3+4/5=="],
    ["bearer  abc ", "abc"],
  ])("of %j is %j", (header, token) => expect(parseBearer(header)).toBe(token));

  test.each([undefined, "", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer a,b", "xBearer abc", "Bearer a=b"])(
    "is not in %j",
    (header) => expect(parseBearer(header)).toBeNull(),
  );
});
