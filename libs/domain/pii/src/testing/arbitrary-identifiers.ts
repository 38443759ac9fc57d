import fc from "fast-check";

/** Strings of so many digits. */
export function digitStrings(length: number): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(""));
}

/** Days from 1900 to 2099, as year, month and day of four, two and two digits. */
export const days: fc.Arbitrary<readonly [string, string, string]> = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => {
    const [year = "", month = "", day = ""] = date.toISOString().slice(0, 10).split("-");
    return [year, month, day];
  });
