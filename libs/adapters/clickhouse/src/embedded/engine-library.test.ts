import { describe, expect, test } from "vitest";

import { findEngineLibrary } from "./engine-library.ts";

describe("the engine's library", () => {
  test("is found where npm put it", () => {
    expect(findEngineLibrary()).toMatch(/libchdb\.so$/);
  });

  test.each([
    [
      "is not installed",
      () => {
        throw new Error("Cannot find module");
      },
    ],
    ["is only half installed", () => "/no/such/folder/index.js"],
  ])("that %s is reported with what to do instead", (_label, resolve) => {
    expect(() => findEngineLibrary(resolve)).toThrow(
      expect.objectContaining({
        code: "embedded_unavailable",
        message: expect.stringContaining("PARAPET_CLICKHOUSE_URL") as string,
      }),
    );
  });
});
