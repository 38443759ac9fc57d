import { patternRecognizer } from "../../pattern-recognizer.ts";

/** The 81 provinces. */
const province = "(?:0[1-9]|[1-7][0-9]|8[01])";
/** Letters of plates: those of English and Turkish alike. */
const letter = "[A-PR-VYZ]";
const groups = new RegExp(String.raw`^${province}[ -](${letter}{1,3})[ -]\d{2,5}$`, "i");

/** Neither a word nor a point, colon or stroke beside it, of which dates, times and fractions are made. */
const plate = (source: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}_:.,/-])(?:${source})(?![\p{L}\p{N}_]|[.,:/-]\d)`, "gu");

/** What stands between two numbers in ordinary texts: months, units, currencies, time zones, small words. */
const ordinaryWords = new Set(
  [
    "jan feb mar apr may jun jul aug sep oct nov dec mai juin jul okt dez ene abr ago set dic gen mag giu lug ott",
    "oca nis haz tem agu eyl eki kas ara",
    "gb mb kb tb pb ghz mhz khz hz km cm mm kg mg gr ml cl dl lt kb am pm bc ad mt",
    "tl try usd eur gbp jpy inr cad aud chf sek",
    "utc gmt est edt pst pdt cst cdt mst cet bst ist trt msk",
    "an and are as at by bin but can day en est for had has her him his how if in ile ila is it kez me men no not of",
    "on one or our out per pro sub the to top two und uno up us via ve von yd yr",
  ].flatMap((words) => words.split(" ")),
);

/** Registration of a vehicle: province, one to three letters, two to five digits (Karayolları Trafik Yönetmeliği, art. 53). */
export const trLicensePlate = patternRecognizer({
  entity: "TR_LICENSE_PLATE",
  country: "tr",
  patterns: [
    {
      name: "groups",
      expression: plate(
        String.raw`${province}[ -](?:${letter}{1,3}[ -]\d{2,4}|${letter}[ -]\d{5}|[a-pr-vyz]{3}[ -]\d{2,4})`,
      ),
      score: 0.5,
      digits: 4,
      row: 2,
      longest: 18,
    },
    {
      name: "compact",
      expression: plate(String.raw`${province}(?:${letter}\d{4,5}|${letter}{2}\d{3,4}|${letter}{3}\d{2,4})`),
      score: 0.2,
      digits: 4,
      isGlued: true,
      row: 2,
      longest: 14,
    },
  ],
  validate: isPlate,
  contextWords: ["plaka", "plakası", "plakalı", "araç", "araba", "otomobil", "license plate", "plate"],
});

/** Groups with letters that are no ordinary word prove a plate; digits and letters without a blank prove nothing. */
function isPlate(match: string): boolean | null {
  const [, letters] = groups.exec(match) ?? [];
  if (letters === undefined) return null;
  return !ordinaryWords.has(letters.toLowerCase());
}
