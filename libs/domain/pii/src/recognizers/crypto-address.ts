import { isBase58Address, isBech32Address } from "../bitcoin-address.ts";
import { patternRecognizer } from "../pattern-recognizer.ts";

/** Addresses of Bitcoin's main network: Base58Check (Bitcoin developer reference) and Bech32(m) (BIP 173, BIP 350). */
export const cryptoAddress = patternRecognizer({
  entity: "CRYPTO",
  patterns: [
    {
      name: "base58check",
      expression: /\b(?=[1-9]{0,34}[A-Za-z])[13][1-9A-HJ-NP-Za-km-z]{25,34}\b/g,
      score: 0.5,
      digits: 1,
      longest: 37,
      isGlued: true,
    },
    {
      name: "bech32",
      expression: /\bbc1[02-9ac-hj-np-z]{11,71}\b/gi,
      score: 0.5,
      digits: 1,
      longest: 76,
      literals: ["bc1"],
    },
  ],
  validate: (match) => (/^bc1/i.test(match) ? isBech32Address(match) : isBase58Address(match)),
  contextWords: ["wallet", "btc", "bitcoin", "crypto"],
});
