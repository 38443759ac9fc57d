import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { ParapetError } from "@parapet/runtime";

const enginePackage = "@chdb/lib-linux-x64-gnu";

/**
 * Path of the ClickHouse library that npm installed for this platform.
 *
 * @throws ParapetError `embedded_unavailable` where there is none.
 */
export function findEngineLibrary(resolve: (name: string) => string = createRequire(import.meta.url).resolve): string {
  const library = resolveLibrary(resolve);
  if (library !== null && existsSync(library)) return library;
  throw new ParapetError(
    "embedded_unavailable",
    `no embedded ClickHouse for ${process.platform}-${process.arch} (npm package ${enginePackage} is not installed); ` +
      "set PARAPET_CLICKHOUSE_URL to a server of your own",
  );
}

function resolveLibrary(resolve: (name: string) => string): string | null {
  try {
    return join(dirname(resolve(enginePackage)), "libchdb.so");
  } catch {
    return null; // Not installed: the caller says what that means.
  }
}
