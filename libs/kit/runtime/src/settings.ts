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

/** `true`, `1`, `yes` or `on`, and their opposites. */
export const booleanSetting = z.stringbool().describe("true or false");

export const urlSetting = z.url({ protocol: /^https?$/ }).describe("a URL that begins with http:// or https://");

export const logLevelSetting = z
  .enum(logLevels)
  .describe(`one of ${logLevels.join(", ")}`)
  .default("info");
