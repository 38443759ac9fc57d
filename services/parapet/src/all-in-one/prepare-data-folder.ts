import { accessSync, constants, mkdirSync } from "node:fs";

import { ConfigError, errorCode } from "@parapet/runtime";

/**
 * Makes the folder where it is missing.
 *
 * @throws ConfigError when it cannot be made or written.
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ConfigError(
      `PARAPET_DATA_FOLDER: ${folder} cannot be written (${errorCode(cause)}); set it to a folder that this user may write`,
      { cause },
    );
  }
}
