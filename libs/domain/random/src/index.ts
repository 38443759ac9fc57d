export { chance } from "./chance.ts";
export { integerBetween } from "./integer-between.ts";
export { pick } from "./pick.ts";
export { randomText } from "./random-text.ts";
export { seededRandom } from "./seeded-random.ts";
export { shuffled } from "./shuffled.ts";
export type { Random } from "./seeded-random.ts";
