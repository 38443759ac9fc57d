import type { Decoder } from "./decoder.ts";
import { ENTITY } from "./encoding-signals.ts";
import { ReplacementList } from "./replacement-list.ts";

const entity = /&(?:#\d{1,7};?|#[xX][\da-fA-F]{1,6};?|[A-Za-z]{2,8};)/g;
const markup = /[&#;]/g;
const maxCodePoint = 0x10_ff_ff;

/** Named references of the HTML standard to what stands within or beside values. */
const names: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  commat: "@",
  period: ".",
  comma: ",",
  colon: ":",
  semi: ";",
  excl: "!",
  quest: "?",
  num: "#",
  dollar: "$",
  percnt: "%",
  ast: "*",
  midast: "*",
  plus: "+",
  equals: "=",
  dash: "-",
  hyphen: "-",
  ndash: "-",
  lowbar: "_",
  UnderBar: "_",
  sol: "/",
  bsol: "\\",
  lpar: "(",
  rpar: ")",
  lsqb: "[",
  lbrack: "[",
  rsqb: "]",
  rbrack: "]",
  lcub: "{",
  lbrace: "{",
  rcub: "}",
  rbrace: "}",
  vert: "|",
  verbar: "|",
  grave: "`",
  Hat: "^",
  Tab: "\t",
  NewLine: "\n",
  shy: "",
  zwnj: "",
  zwj: "",
};

/** Character references of HTML: `&commat;`, `&#64;`, `&#x40;`. */
export const htmlEntitiesDecoder: Decoder = {
  signals: ENTITY,
  find: (text) => {
    const found = new ReplacementList();
    for (const { 0: written, index } of text.matchAll(entity)) {
      const read = characterOf(written);
      if (read !== undefined) found.add(read, { start: index, end: index + written.length });
    }
    return found.all();
  },
};

function characterOf(written: string): string | undefined {
  const reference = written.replaceAll(markup, "");
  if (written.charAt(1) !== "#") return Object.hasOwn(names, reference) ? names[reference] : undefined;
  // With a zero before it, `x41` is a number in hexadecimal digits.
  const code = Number(/^[xX]/.test(reference) ? `0${reference}` : reference);
  return code > 0 && code <= maxCodePoint ? String.fromCodePoint(code) : undefined;
}
