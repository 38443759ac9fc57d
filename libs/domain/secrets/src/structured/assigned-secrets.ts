import { isPassword } from "../is-password.ts";
import { classChangeShare, shannonEntropy } from "../randomness.ts";
import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";

const source = "https://cwe.mitre.org/data/definitions/798.html";
const provider = "any";
/** The rest of a name before the word that tells what it holds. */
const nameStart = "[A-Za-z0-9_.-]{0,40}";
/** What may follow that word: `SECRET_KEY_BASE`, `token_2`. */
const nameEnd = String.raw`(?:[_-]?(?i:base|value|prod|dev|\d{1,2}))?`;
/** From the name to its value: `": "`, ` = "`, `=>`, `:=`; in JSON within JSON with backslashes. */
const assignment = String.raw`["'\]\\]{0,3}\s{0,4}(?::=|=>|={1,3}|:)\s{0,4}`;
const longestAssignment = 14;

/** Names that hold no secret although they end in a word of one. */
const harmlessName =
  /(?:next|page|continu\w*|csrf|xsrf|cursor|public|stop|pad|eos|bos|sync|resume|cancel\w*|primary|foreign|sort|partition|cache|group|idempotency)[_.-]?(?:token|key|secret)$/i;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A path, a URL, a call, words with separators: configuration and code that tell where a secret is. */
const reference = /:\/\/|^\.{0,2}\/|[()[\]{}]|^[a-z]+(?:[-_/.][a-z0-9]{1,12})*$|^[A-Z]+(?:_[A-Z0-9]+)*$/;
const member = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/;
/** Identifiers change between lower case, upper case and digits less often; random values, more. */
const maxChangesOfMember = 0.35;

const minEntropy = 3;
const minTokenChanges = 0.15;

/** A random value, quoted or alone on its line, of a name that ends in a word such as "secret". */
const secret = structuredFormat({
  id: "GENERIC_SECRET",
  provider,
  source,
  name: "assignment",
  expression: new RegExp(
    String.raw`(?<![A-Za-z0-9_.-])${nameStart}(?i:secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|secret[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?)${nameEnd}${assignment}(?:\\?["'\x60])?([A-Za-z0-9+/=_.~!@#$%^&*:-]{16,200})(?=\\?["'\x60]|[\s,;}&]|$)`,
    "dg",
  ),
  literals: [
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "authkey",
    "auth_key",
    "auth-key",
    "privatekey",
    "private_key",
    "private-key",
    "signingkey",
    "signing_key",
    "signing-key",
    "encryptionkey",
    "encryption_key",
    "encryption-key",
    "credential",
  ],
  longest: 1 + 40 + 14 + 6 + longestAssignment + 2 + 200 + 2,
  score: evidenceScores.assigned,
  accepts: (value, before) =>
    isNamedWell(before) &&
    isPassword(value) &&
    !uuid.test(value) &&
    !isReference(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    classChangeShare(value) >= minTokenChanges &&
    shannonEntropy(value) >= minEntropy,
});

const minPasswordEntropy = 2.4;

/** Passwords are chosen by people: shorter, less random, and so of two kinds of characters at least. */
const password = structuredFormat({
  id: "GENERIC_PASSWORD",
  provider,
  source,
  name: "assignment",
  expression: new RegExp(
    String.raw`(?<![A-Za-z0-9_.-])${nameStart}(?i:password|passwd|passphrase|passcode|pwd)(?:${assignment}|\s{1,2}(?i:is)[\s:]{1,3})(?:\\?["'\x60])?([^\s"'\x60\\<>,;]{6,128})(?=\\?["'\x60]|[\s,;}&]|$)`,
    "dg",
  ),
  literals: ["password", "passwd", "passphrase", "passcode", "pwd"],
  longest: 1 + 40 + 10 + longestAssignment + 2 + 128 + 2,
  score: evidenceScores.assigned,
  accepts: (value) =>
    isPassword(value) &&
    !isReference(value) &&
    /[A-Za-z]/.test(value) &&
    /\d|[!@#$%^&*+=?~]./.test(value) &&
    shannonEntropy(value) >= minPasswordEntropy,
});

function isReference(value: string): boolean {
  return reference.test(value) || (member.test(value) && classChangeShare(value) < maxChangesOfMember);
}

function isNamedWell(before: string): boolean {
  const name = /^[A-Za-z0-9_.-]+/.exec(before)?.[0] ?? "";
  return !harmlessName.test(name);
}

export const assignedSecrets: readonly SecretFormat[] = [secret, password];
