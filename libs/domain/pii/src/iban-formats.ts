/** How the account numbers of one country are built. */
export interface IbanFormat {
  /** Characters of the whole IBAN without separators. */
  readonly length: number;
  readonly structure: RegExp;
}

/**
 * What follows country and check digits, as the IBAN registry writes it (ISO 13616): a count, then `n` for digits, `a`
 * for letters, `c` for either.
 */
const accountStructures: Readonly<Record<string, string>> = {
  "8n12c": "AD",
  "8n16c": "AL CY",
  "10n11c2n": "FR MC",
  "1a10n12c": "IT SM",
  "11n": "NO",
  "12n": "BE",
  "14n": "DK FI FO GL SD",
  "14n15c": "RU",
  "15n": "SI",
  "16n": "AT BA EE LT MN XK",
  "17n": "HR",
  "18n": "CR DE ME RS VA",
  "19n": "AE IL SO TL",
  "20n": "CZ ES SE SK TN",
  "21n": "LY PT ST",
  "22n": "IS",
  "23n": "BI DJ MR",
  "23n1a1c": "BR",
  "24n": "HU PL",
  "25n": "EG",
  "2a12n": "FK",
  "2a16n": "GE",
  "20c": "MD",
  "24c": "GT",
  "2n18c": "SA",
  "3n10c2n": "MK",
  "3n13c": "KZ LU",
  "3n16c": "OM",
  "4a10n": "NL",
  "4a13c": "LV",
  "4a14c": "BH",
  "4a14n": "GB IE",
  "4a15c": "GI",
  "4a15n": "IQ",
  "4a16c": "PK RO",
  "4a16n": "VG",
  "4a19n3a": "MU",
  "4a20c": "AZ",
  "4a20n": "HN NI SV",
  "4a20n3a": "SC",
  "4a21c": "PS QA",
  "4a22c": "KW",
  "4a24c": "LC",
  "4a4n18c": "JO YE",
  "4a5n18c": "MT",
  "4a6n8c": "BG",
  "4c20n": "DO",
  "4c4n16c": "BY",
  "4n20c": "LB",
  "5n12c": "CH LI",
  "6n16c": "TR",
  "6n19c": "UA",
  "7n16c": "GR",
};

const characterClasses: Readonly<Record<string, string>> = { n: "[0-9]", a: "[A-Z]", c: "[A-Z0-9]" };

/** Formats by ISO 3166 country. */
export const ibanFormats: ReadonlyMap<string, IbanFormat> = new Map(
  Object.entries(accountStructures).flatMap(([structure, countries]) =>
    countries.split(" ").map((country) => [country, ibanFormat(structure)] as const),
  ),
);

function ibanFormat(accountStructure: string): IbanFormat {
  const pieces = Array.from(accountStructure.matchAll(/(\d+)([nac])/g), ([, count, kind = "c"]) => ({
    count: Number(count),
    characters: characterClasses[kind] ?? "",
  }));
  const account = pieces.map(({ characters, count }) => `${characters}{${count}}`).join("");
  return {
    length: 4 + pieces.reduce((sum, { count }) => sum + count, 0),
    structure: new RegExp(`^[A-Z]{2}[0-9]{2}${account}$`),
  };
}
