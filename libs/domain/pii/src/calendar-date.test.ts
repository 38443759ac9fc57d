import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCalendarDate, isDateOfSomeCentury } from "./calendar-date.ts";

describe("isCalendarDate", () => {
  it("agrees with the calendar of Date", () => {
    const parts = fc.tuple(fc.integer({ min: 1800, max: 2299 }), fc.integer({ min: 0, max: 13 }), fc.nat(32));
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const date = new Date(Date.UTC(year, month - 1, day));
        const isKept = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(isCalendarDate(year, month, day)).toBe(isKept);
      }),
      { numRuns: 2000 },
    );
  });

  it("lets the 29th of February be in 00, which 2000 had", () => {
    expect(isCalendarDate(1900, 2, 29)).toBe(false);
    expect(isDateOfSomeCentury(0, 2, 29)).toBe(true);
    expect(isDateOfSomeCentury(1, 2, 29)).toBe(false);
  });
});
