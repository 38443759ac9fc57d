import { integerBetween, pick, type Random } from "@parapet/random";

/** Published test numbers of the card networks: they pass the Luhn check and belong to nobody. */
const TEST_CARDS = [
  "4242 4242 4242 4242",
  "4111111111111111",
  "5555-5555-5555-4444",
  "378282246310005",
  "6011111111111117",
];

/** The examples of the IBAN registry; their check digits are right. */
const EXAMPLE_IBANS = ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "FR1420041010050500013M02606"];

const FIRST_NAMES = ["maria", "jonas", "amina", "peter", "chloe", "tomasz", "ines", "david"];
const LAST_NAMES = ["keller", "novak", "silva", "okafor", "dubois", "larsen", "moretti"];

const SENTENCES: readonly ((random: Random) => string)[] = [
  (random) => `You can reach me at ${pick(random, FIRST_NAMES)}.${pick(random, LAST_NAMES)}@example.com.`,
  (random) => `Please call me back on +1 415-555-01${twoDigits(random)}.`,
  (random) => `My phone number is +44 20 7946 0${integerBetween(random, 100, 999)}.`,
  (random) => `The credit card number is ${pick(random, TEST_CARDS)}.`,
  (random) => `Send the refund to my account, IBAN ${pick(random, EXAMPLE_IBANS)}.`,
  (random) => `My social security number is ${neverIssuedSsn(random)}.`,
  (random) => `I logged in from the IP address 203.0.113.${integerBetween(random, 1, 254)}.`,
];

/** A sentence that gives a person away: made up, but each value satisfies the checks of its kind. */
export function personalSentence(random: Random): string {
  return pick(random, SENTENCES)(random);
}

/** Well formed, with an area number that was not in use while areas were given out by state. */
function neverIssuedSsn(random: Random): string {
  return `${integerBetween(random, 780, 899)}-${integerBetween(random, 11, 98)}-${integerBetween(random, 1_001, 9_998)}`;
}

function twoDigits(random: Random): string {
  return String(integerBetween(random, 0, 99)).padStart(2, "0");
}
