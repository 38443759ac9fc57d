import metadata from "libphonenumber-js/max/metadata";

/** Where the library's compact form of a numbering plan keeps what is read here. */
const columns = {
  callingCode: 0,
  exitCode: 1,
  nationalNumber: 2,
  nationalPrefix: 5,
  prefixToStrip: 7,
  transform: 8,
  types: 11,
};

type Plan = readonly unknown[];

/**
 * By ISO 3166 region, an expression for every way to dial a valid number from there: exit code, country code and prefix,
 * as far as they are there, then a number of one of the plan's types. Parsing costs some ten microseconds for each
 * region and a table may hold a hundred thousand numbers, so what does not match is not parsed. Regions where the prefix
 * changes the number (Argentina) have none.
 */
export const nationalNumberPatterns: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(metadata.country_calling_codes).flatMap(([callingCode, regions]) => {
    const plans = regions.map((region): Plan => metadata.countries[region] ?? []);
    const numbers = plans.flatMap(numberPatterns).join("|");
    return plans.flatMap((plan, index) => {
      if (changesNumber(plan)) return [];
      const exitCode = text(plan[columns.exitCode]) ?? "00";
      const prefix = text(plan[columns.prefixToStrip]) ?? text(plan[columns.nationalPrefix]) ?? "";
      const expression = new RegExp(`^(?:(?:${exitCode})?${callingCode})?(?:${prefix})?(?:${numbers})$`);
      return [[regions[index] ?? "", expression] as const];
    });
  }),
);

/** Every type's pattern; regions that share a country code with another may have one pattern for all. */
function numberPatterns(plan: Plan): readonly string[] {
  const types: unknown = plan[columns.types];
  const patterns = Array.isArray(types) ? types.map((type: unknown) => text(Array.isArray(type) ? type[0] : null)) : [];
  const known = patterns.filter((pattern) => pattern !== null);
  return known.length > 0 ? known : [text(plan[columns.nationalNumber]) ?? ""];
}

function changesNumber(plan: Plan): boolean {
  const transform = text(plan[columns.transform]);
  return transform !== null && !transform.startsWith("$");
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
