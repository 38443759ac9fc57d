import { isOfWords } from "../is-of-words.ts";
import { isPassword, isQuotedPassword } from "../is-password.ts";
import { shannonEntropy } from "../randomness.ts";
import { evidenceScores } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";
import { assignment, longestAssignment } from "./assignment.ts";
import { isReference } from "./is-reference.ts";

const nameStart = "[A-Za-z0-9_.-]{0,40}";
/** In English, German, French and Spanish. "Pass" alone is a word of its own, or a part of a name in camel case. */
const nameWord = String.raw`(?:(?i:pass(?:word|wort|wd|phrase|code)s?|pwd|kennwort|mot[ _-]?de[ _-]?passe|contrase(?:\xF1|n\u0303?)as?)|(?<![A-Za-z])(?i:pass)|(?<=[a-z])Pass)`;
/** Which of several it is: `password_1`, `DB_PASSWORD_PROD`. */
const nameEnd = String.raw`(?:[_-]?\d{1,2}|[_-](?i:prod|production|dev|test|stage|staging|live|old|new|main|primary|admin|root|value))?`;
const named = `${nameStart}${nameWord}${nameEnd}${assignment}`;
/** SQL, in which a password follows its keyword. */
const sql = String.raw`(?i:identified\s{1,3}(?:with\s{1,3}[\w"']{1,40}\s{1,3})?by|(?:with|login|encrypted)\s{1,3}password)\s{1,3}["']`;

const minEntropy = 2.4;
const minLength = 6;

/** Passwords are chosen by people: shorter, less random, and so of two kinds of characters at least. */
export const assignedPassword = structuredFormat({
  id: "GENERIC_PASSWORD",
  provider: "any",
  source: "https://cwe.mitre.org/data/definitions/798.html",
  name: "assignment",
  expression: new RegExp(
    String.raw`(?<![A-Za-z0-9_.-])(?:${named}|${sql})((?<=["'\x60])[^\s"'\x60\\]{${minLength},128}(?=\\?["'\x60])|[^\s"'\x60\\<>,;]{${minLength},128}(?=[\s"'\x60\\<>,;]|$))`,
    "dg",
  ),
  literals: [
    "password",
    "passwort",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "kennwort",
    "de passe",
    "de_passe",
    "de-passe",
    "depasse",
    "contrase",
    "identified",
    ...["=", ":", " =", " :", '"', "'", "]", "\\", "_", "-", ">"].map((end) => `pass${end}`),
  ],
  longest: 1 + 40 + 14 + 11 + longestAssignment + 128 + 2,
  score: evidenceScores.assigned,
  trimmed: (value, before) => (isQuoted(before) ? value : withoutClosing(value)),
  accepts: (value, before) =>
    value.length >= minLength &&
    (isQuoted(before) ? isQuotedPassword(value) : isPassword(value)) &&
    !isReference(value) &&
    !(loneWord.test(before) && isOfWords(value)) &&
    /[A-Za-z]/.test(value) &&
    /\d|[!@#$%^&*+=?~]./.test(value) &&
    shannonEntropy(value) >= minEntropy,
});

/** "pass: …" tells of tests and of tickets as well. */
const loneWord = /^pass\W/i;

function isQuoted(before: string): boolean {
  return /["'`]$/.test(before);
}

/** A value without the brackets that close what was opened in front of it, and without marks of bold text. */
function withoutClosing(value: string): string {
  const inner = value.replace(/\*\*[.:]?$/, "").replace(/([)\]}])[.:?]$/, "$1");
  const closing = inner.length - inner.replace(/[)\]}]+$/, "").length;
  const opened = inner.match(/[([{]/g)?.length ?? 0;
  const closed = inner.match(/[)\]}]/g)?.length ?? 0;
  return inner.slice(0, inner.length - Math.min(closing, Math.max(0, closed - opened)));
}
