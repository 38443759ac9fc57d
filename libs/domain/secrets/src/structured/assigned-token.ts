import { isOfWords } from "../is-of-words.ts";
import { isPassword, isQuotedPassword } from "../is-password.ts";
import { classChangeShare, shannonEntropy } from "../randomness.ts";
import { evidenceScores } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";
import { assignment, longestAssignment } from "./assignment.ts";
import { isReference } from "./is-reference.ts";

/** The rest of a name before the word that tells what it holds. */
const nameStart = "[A-Za-z0-9_.-]{0,40}";
const nameWord =
  "(?i:secret|token|api[ _-]?key|access[ _-]?key|auth[ _-]?key|private[ _-]?key|secret[ _-]?key|signing[ _-]?key|encryption[ _-]?key|credential|authorization)s?";
/** What may follow that word: `SECRET_KEY_BASE`, `token_2`, `API_KEY_OPENAI`. */
const nameEnd = String.raw`(?:[_-]?(?i:base|value|prod|dev|\d{1,2})|[_-][A-Za-z0-9]{1,16})?`;

/** Names that hold no secret although they end in a word of one. */
const harmlessName =
  /(?:next|page|continu\w*|csrf|xsrf|cursor|public|stop|pad|eos|bos|sync|resume|cancel\w*|primary|foreign|sort|partition|cache|group|idempotency)[_.-]?(?:token|key|secret)$/i;
/** Names of what is told about a secret. */
const harmlessEnd =
  /[_-](?:ids?|types?|url|uri|hash|digest|sha\d*|md5|fingerprint|path|names?|files?|ref|arn|size|length|count|limit|expir\w*|version|endpoint|prefix|header|field|param|format|class|provider|alias|algorithm|usage|index|address|hint|scope|issuer|audience)$/i;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const apiKey = /api[ _-]?key/i;

const minLength = 16;
const maxLength = 2048;
const minEntropy = 3;
const minTokenChanges = 0.15;
/** Names, whose words are longer than what looks like one in a random value. */
const camelCase = /^[a-z]\w*[A-Z]\w*$/;
const characters = "A-Za-z0-9+/=_.~!@#$%^&*:-";

/** A random value, quoted or up to the next blank, of a name that ends in a word such as "secret". */
export const assignedToken = structuredFormat({
  id: "GENERIC_SECRET",
  provider: "any",
  source: "https://cwe.mitre.org/data/definitions/798.html",
  name: "assignment",
  expression: new RegExp(
    String.raw`(?<![A-Za-z0-9_.-])${nameStart}${nameWord}${nameEnd}${assignment}((?<=["'\x60])[()${characters}]{${minLength},${maxLength}}(?=\\?["'\x60])|[${characters}]{${minLength},${maxLength}}(?=\\?["'\x60]|[\s,;}&)\]<\\]|$))`,
    "dg",
  ),
  literals: [
    "secret",
    "token",
    "credential",
    "authorization",
    ...["api", "access", "auth", "private", "signing", "encryption"].flatMap((kind) =>
      ["", "_", "-", " "].map((between) => `${kind}${between}key`),
    ),
  ],
  longest: 1 + 40 + 15 + 17 + longestAssignment + maxLength + 2,
  score: evidenceScores.assigned,
  accepts: (value, before) => isNamedWell(before) && isTokenOf(value, before) && isRandomToken(value),
});

/** Whether a value is random as tokens are that programs make, in which digits stand among letters. */
export function isRandomToken(value: string): boolean {
  return (
    !isReference(value) &&
    !(camelCase.test(value) && isOfWords(value, 3)) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    classChangeShare(value) >= minTokenChanges &&
    shannonEntropy(value) >= minEntropy
  );
}

function isTokenOf(value: string, before: string): boolean {
  if (uuid.test(value)) return apiKey.test(before);
  return /["'`]$/.test(before) ? isQuotedPassword(value) : isPassword(value);
}

function isNamedWell(before: string): boolean {
  const name = /^[A-Za-z0-9_.-]+/.exec(before)?.[0] ?? "";
  return !harmlessName.test(name) && !harmlessEnd.test(name);
}
