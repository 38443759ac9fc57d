import metadata from "libphonenumber-js/max/metadata";

/** Where the library's compact form of a numbering plan keeps what is read here. */
const columns = {
  callingCode: 0,
  exitCode: 1,
  nationalNumber: 2,
  formats: 4,
  nationalPrefix: 5,
  prefixRule: 6,
  prefixToStrip: 7,
  transform: 8,
  isPrefixOptional: 9,
  types: 11,
};
const firstGroup = /\$\d/;
const anyGroup = /\$\d/g;
const formatColumns = { pattern: 0, groups: 1, leadingDigits: 2, prefixRule: 3, isPrefixOptional: 4 };

type Row = readonly unknown[];

/** What of a region's numbering plan tells, before the library is asked, that digits are no number of it. */
export interface NumberingPlan {
  /** Every way to dial a valid number of the country: exit code, country code, prefix, as far as they are there, then it. */
  readonly dialled: RegExp | null;
  /** What digits begin with of which something may be no part of the national number. */
  readonly head: RegExp;
  /** How numbers are written; the first that matches is the one. Those of a country code are its main region's. */
  readonly formats: readonly NumberFormat[];
}

interface NumberFormat {
  readonly expression: RegExp;
  /** Whether numbers that are written so have digits before them or among them that are none of theirs. */
  readonly addsDigits: boolean;
}

/**
 * The plan of every ISO 3166 region. Parsing costs some ten microseconds for each region and a table may hold a hundred
 * thousand numbers, so what does not match is not parsed. Where the prefix changes the number (Argentina), `dialled` is
 * null.
 */
export const numberingPlans: ReadonlyMap<string, NumberingPlan> = new Map(
  Object.entries(metadata.country_calling_codes).flatMap(([callingCode, regions]) => {
    const rows = regions.map((region): Row => metadata.countries[region] ?? []);
    const numbers = [...new Set(rows.flatMap(numberPatterns))].join("|");
    const formats = formatsOf(rows[0] ?? []);
    return rows.map((row, index): [string, NumberingPlan] => {
      const exitCode = text(row[columns.exitCode]) ?? "00";
      const prefix = text(row[columns.prefixToStrip]) ?? text(row[columns.nationalPrefix]) ?? "";
      // Some prefixes are described together with the number behind them.
      const withPrefix = prefix === "" ? `(?:${numbers})` : `(?:(?:${prefix})?(?:${numbers})|(?:${prefix}))`;
      const dialled = new RegExp(`^(?:(?:${exitCode})?${callingCode})?${withPrefix}$`);
      const head = new RegExp(`^(?:${[exitCode, callingCode, ...(prefix === "" ? [] : [prefix])].join("|")})`);
      return [regions[index] ?? "", { dialled: changesNumber(row) ? null : dialled, head, formats }];
    });
  }),
);

/**
 * Whether a national number is always written with a prefix (mostly 0): in most countries other numbers would look like
 * phone numbers without it.
 */
export function needsPrefix({ formats }: NumberingPlan, nationalNumber: string): boolean {
  return formats.find(({ expression }) => expression.test(nationalNumber))?.addsDigits ?? false;
}

/** Every type's pattern; regions that share a country code with another may have one pattern for all. */
function numberPatterns(row: Row): readonly string[] {
  const patterns = rowsOf(row[columns.types]).map((type) => text(type[0]));
  const known = patterns.filter((pattern) => pattern !== null);
  return known.length > 0 ? known : [text(row[columns.nationalNumber]) ?? ""];
}

function formatsOf(main: Row): readonly NumberFormat[] {
  return rowsOf(main[columns.formats]).map((format) => {
    const leadingDigits = format[formatColumns.leadingDigits];
    // The last is the most detailed.
    const leading = text(Array.isArray(leadingDigits) ? leadingDigits.at(-1) : null) ?? "";
    const rule = text(format[formatColumns.prefixRule]) ?? text(main[columns.prefixRule]);
    const isOptional = Boolean(format[formatColumns.isPrefixOptional]) || Boolean(main[columns.isPrefixOptional]);
    const groups = text(format[formatColumns.groups]) ?? "";
    const written = rule === null || isOptional ? groups : groups.replace(firstGroup, rule);
    return {
      expression: new RegExp(`^(?=${leading})(?:${text(format[formatColumns.pattern]) ?? ""})$`),
      addsDigits: /\d/.test(written.replaceAll(anyGroup, "")),
    };
  });
}

function changesNumber(row: Row): boolean {
  const transform = text(row[columns.transform]);
  return transform !== null && !transform.startsWith("$");
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.map((row: unknown): Row => (Array.isArray(row) ? row : [])) : [];
}

/** The compact form has 0 for a text that is not there. */
function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
