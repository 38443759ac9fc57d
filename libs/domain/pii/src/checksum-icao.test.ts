import { describe, expect, it } from "vitest";
import { isIcaoValid } from "./checksum-icao.ts";

describe("isIcaoValid", () => {
  it.each(["L898902C36", "7408122", "1204159", "D231458907"])("accepts the field %s of the specimens", (field) => {
    expect(isIcaoValid(field)).toBe(true);
  });

  it.each(["L898902C35", "7408123", "6", ""])("refuses '%s'", (field) => {
    expect(isIcaoValid(field)).toBe(false);
  });
});
