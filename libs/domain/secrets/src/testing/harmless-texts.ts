import { randomText, seededRandom, type Random } from "@parapet/random";

const hex = "0123456789abcdef";
const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const prose = `Last week the team moved the billing service to a new cluster. The password policy says that a password is
checked against a list and must be changed after ninety days; the token expires after an hour. If your API key is
missing, ask the administrator, who keeps the secret in the vault. Authorization is required for every request, and the
basic idea is that a bearer presents a token. My password is not the same as yours. She said that the secret ingredient
is 2 spoons of nutmeg, and the key to it: patience. Passwords such as 123456 are the ones everybody tries first. `;

const code = `const token = tokens[index2];
const apiKey = process.env.OPENAI_API_KEY ?? config.apiKey;
password: str = os.environ["DB_PASSWORD"]
secret_key = get_secret("projects/main-17/secrets/db-pass/versions/3")
public static final String TOKEN_KEY = "auth.token.header.v2";
const csrfToken = document.querySelector('meta[name="csrf-token"]').content;
if (user.password !== await bcrypt.hash(password, 10)) throw new InvalidPasswordError("password1 does not match");
export const secretOrKeyProvider = passportJwtSecret({ cache: true, rateLimit: true, jwksRequestsPerMinute: 5 });
DATABASE_URL=postgres://user:\${DB_PASSWORD}@localhost:5432/app
client = OpenAI(api_key="<your-api-key>")
Authorization: Bearer \${{ secrets.GITHUB_TOKEN }}
nextPageToken: "CAUQAA2bT1xGm8vK"
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased-v2"), max_tokens=4096, eos_token="<|endoftext|>"
const passwordField = screen.getByLabelText("Password"); private_key_path = "/etc/ssl/private/key1.pem"
spec: { secretName: my-app-tls-2024, secretKeyRef: { name: db-credentials-v2, key: password } }
token_uri: "https://oauth2.googleapis.com/token", auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs"
`;

const styles = `.btn-primary{color:#0a1b2c;background:#ffffff;transition:all .2s cubic-bezier(.25,.46,.45,.94)}
.sk-chasing-dot{animation:sk-chase-dot 2s infinite ease-in-out both}.hf_card{margin:0 auto}#key_3{width:calc(100% - 12px)}
@font-face{font-family:"Inter var";src:url("/fonts/inter-roman.var.woff2?v=3.19") format("woff2")}
`;

const minified = `!function(e,t){"object"==typeof exports&&"undefined"!=typeof module?t(exports):t((e=e||self).sk_={})}(this,function(e){
"use strict";var t=Object.freeze({token:"t0",key:"k1"}),n=function(e,t){return e.password===t.password};function r(e){return
e.secret?e.secret.token:void 0}e.apiKey=function(e){return"Bearer "+e},e.token=n(t,r),Object.defineProperty(e,"__esModule",{value:!0})});
`;

function lockFile(random: Random): string {
  return Array.from(
    { length: 40 },
    (_, index) => `  /token-types@5.0.${index}:
    resolution: {integrity: sha512-${randomText(random, base64, 86)}==}
    resolved "https://registry.test/@sentry/node/-/node-6.19.7.tgz#${randomText(random, hex, 40)}"
github.com/hashicorp/vault/api v1.9.${index} h1:${randomText(random, base64, 43)}=
checksum = "${randomText(random, hex, 64)}"
`,
  ).join("");
}

function identifiers(random: Random): string {
  const uuid = (): string => [8, 4, 4, 4, 12].map((length) => randomText(random, hex, length)).join("-");
  return Array.from(
    { length: 60 },
    () => `commit ${randomText(random, hex, 40)} request_id=${uuid()} trace: ${randomText(random, hex, 32)} "token_id": "${uuid()}"
sha256:${randomText(random, hex, 64)} etag "${randomText(random, hex, 32)}" build ${randomText(random, "0123456789", 12)}\n`,
  ).join("");
}

function images(random: Random): string {
  return `<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${randomText(random, base64, 12_000)}==" alt="secret garden">
.token{background:url(data:font/woff2;base64,d09GMgABAAAA${randomText(random, base64, 6000)}=)}`;
}

/** Texts without a secret, of the kinds that are most often taken for one. */
export const harmlessTexts: Readonly<Record<string, string>> = {
  prose: prose.repeat(8),
  code: code.repeat(4),
  "a lock file": lockFile(seededRandom(1)),
  "UUIDs, commits and digests": identifiers(seededRandom(2)),
  "images in base 64": images(seededRandom(3)),
  "style sheets": styles.repeat(10),
  "minified code": minified.repeat(8),
};
