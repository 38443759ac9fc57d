import { z } from "zod";

import { logLevels } from "./logger.ts";

/** A TCP port; 0 lets the system choose a free one. */
export function portSetting(defaultPort: number): z.ZodDefault<z.ZodCoercedNumber> {
  return z.coerce.number().int().min(0).max(65_535).describe("a port number, 0 for any free one").default(defaultPort);
}

/** A list of names, separated by commas; blanks are dropped. */
export const listSetting = z
  .string()
  .describe("names separated by commas")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

/** `key=value` pairs, separated by commas; neither side may be empty. */
export const pairsSetting = z
  .string()
  .describe("name=value pairs, separated by commas")
  .regex(/^[^=,\s]+=[^=,\s]+(,[^=,\s]+=[^=,\s]+)*$/, "is not a list of name=value pairs")
  .transform((text) => new Map(text.split(",").map((pair): [string, string] => splitPair(pair))));

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** `true`, `1`, `yes` or `on`, and their opposites. */
export const booleanSetting = z.stringbool().describe("true or false");

/** No credentials in it: `fetch` refuses such an address, and would put it into the message of its error. */
export const urlSetting = z
  .url({ protocol: /^https?$/ })
  .refine(hasNoCredentials, "may hold no name and no password")
  .describe("a URL that begins with http:// or https://");

function hasNoCredentials(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "");
}

export const logLevelSetting = z
  .enum(logLevels)
  .describe(`one of ${logLevels.join(", ")}`)
  .default("info");

/** The key of `createKeyedHash`. */
export const hashKeySetting = z
  .string()
  .min(16)
  .describe("a secret of at least 16 characters, the same for all services");
