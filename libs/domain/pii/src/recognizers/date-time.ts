import { patternRecognizer, type Pattern } from "../pattern-recognizer.ts";

const day = "(?:0?[1-9]|[12][0-9]|3[01])";
const month = "(?:0?[1-9]|1[0-2])";
const year = "[0-9]{4}";
const anyYear = "(?:[0-9]{4}|[0-9]{2})";
const monthName = [
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?",
  "aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
].join("|");
const named = `(?:${monthName})`;

/** Not within a word, nor within a longer row of numbers such as a version or a path. */
const before = String.raw`(?<!\w|\w[-/.])`;
const after = String.raw`(?!\w|[-/.]\w)`;

/** Hours to fractions of a second, with the offset from UTC or without (ISO 8601-1, extended format; RFC 3339). */
const time = String.raw`(?:[01][0-9]|2[0-4]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?`;
const fullDate = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";

/** Dates in figures, in every order of day, month and year, with the name of a month in English, and in ISO 8601. */
export const dateTime = patternRecognizer({
  entity: "DATE_TIME",
  isOnRequest: true,
  patterns: [
    dateOf("iso_8601", `${fullDate}T${time}`, 0.8, 12),
    dateOf("month_day_year_slashes", `${month}/${day}/${anyYear}`, 0.6, 4),
    dateOf("day_month_year_slashes", `${day}/${month}/${anyYear}`, 0.6, 4),
    dateOf("year_month_day_slashes", `${year}/${month}/${day}`, 0.6, 6),
    dateOf("month_day_year_hyphens", `${month}-${day}-${year}`, 0.6, 6),
    dateOf("day_month_year_hyphens", `${day}-${month}-${year}`, 0.6, 6),
    dateOf("year_month_day_hyphens", `${year}-${month}-${day}`, 0.6, 6),
    dateOf("day_month_year_points", String.raw`${day}\.${month}\.${anyYear}`, 0.6, 4),
    dateOf("day_named_month_year", `${day}-${named}-${anyYear}`, 0.6, 3),
    dateOf("named_month_year", `${named}-${anyYear}`, 0.6, 2),
    dateOf("day_named_month", `${day}-${named}`, 0.6, 1),
    dateOf("month_full_year", `${month}/${year}`, 0.2, 5),
    dateOf("month_year", `${month}/[0-9]{2}`, 0.1, 3),
  ],
  contextWords: ["date", "birthday", "birth", "born", "dob"],
});

function dateOf(name: string, source: string, score: number, digits: number): Pattern {
  return { name, expression: new RegExp(`${before}${source}${after}`, "gi"), score, digits, longest: 48 };
}
