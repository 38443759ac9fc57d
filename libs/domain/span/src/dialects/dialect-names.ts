import { NO_DIALECT } from "../facts/collect-facts.ts";
import { dialects } from "./index.ts";

/** Names of the dialects by their numbers in a batch; the last is that of a span which speaks none. */
export const dialectNames: readonly string[] = [...dialects.map(({ name }) => name), NO_DIALECT];
