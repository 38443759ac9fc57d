import { describeError, type Environment } from "@parapet/runtime";

import { findEngineLibrary } from "../embedded/engine-library.ts";

/**
 * Null when a ClickHouse server can be started here, otherwise the reason why not. Where `CI` is `true` a missing
 * engine is a failure instead: nothing may be left out there.
 */
export function clickhouseAvailability(env: Environment = process.env): string | null {
  try {
    findEngineLibrary();
    return null;
  } catch (error) {
    if (env["CI"] === "true") throw error;
    return describeError(error);
  }
}
