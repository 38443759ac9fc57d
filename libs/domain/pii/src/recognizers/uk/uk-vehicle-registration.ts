import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Half-years since September 2001: 02 to 29 from March on, 51 to 79 from September on. */
const age = "(?:0[2-9]|[12][0-9]|5[1-9]|[67][0-9])";
const currentForm = /^[A-Z]{2}\d{2} ?[A-Z]{3}$/i;
/** A name with a number before a word, as in `py27 and`: no mark mixes cases, and few end in such a word. */
const nameAndWord =
  /^(?:[A-Z]{2}\d{2} [a-z]{3}|[a-z]{2}\d{2} (?:all|and|any|are|but|can|did|for|get|had|has|how|its|may|new|not|now|one|our|out|per|see|set|the|two|use|via|was|who|yet|you))$/;
const letters = "[A-HJ-PR-Z]{3}";
/** The letters of a year before 2001. */
const yearLetter = "[A-HJ-NPR-TV-Y]";

/** Registration marks of Great Britain (DVLA, INF104): since 2001, from 1983 on, from 1963 on. */
export const ukVehicleRegistration = patternRecognizer({
  entity: "UK_VEHICLE_REGISTRATION",
  country: "uk",
  patterns: [
    {
      name: "current",
      expression: new RegExp(String.raw`\b[A-HJ-PR-Y]{2}${age} ?${letters}\b`, "gi"),
      score: 0.3,
      digits: 2,
      longest: 10,
      isGlued: true,
    },
    {
      name: "prefix",
      expression: new RegExp(String.raw`\b${yearLetter}[1-9]\d{0,2} ?${letters}\b`, "gi"),
      score: 0.2,
      digits: 1,
      longest: 10,
      isGlued: true,
    },
    {
      name: "suffix",
      expression: new RegExp(String.raw`\b${letters} ?[1-9]\d{0,2}${yearLetter}\b`, "gi"),
      score: 0.15,
      digits: 1,
      longest: 10,
      isGlued: true,
    },
  ],
  invalidate: (match) => nameAndWord.test(match),
  validate: (match) => (currentForm.test(match) ? true : null),
  contextWords: ["vehicle", "registration", "reg", "plate", "car", "vrm", "dvla", "mot"],
});
