import { join } from "node:path";

import { loadConfig, type Environment } from "@parapet/runtime";
import { z } from "zod";

export const dataFolderSetting = z.string().describe("the folder of the embedded ClickHouse").default(".parapet/data");

const settings = z.object({ PARAPET_DATA_FOLDER: dataFolderSetting });

/** Where the embedded ClickHouse keeps its data, and where that of the demo does. */
export function dataFolders(env: Environment): { readonly data: string; readonly demo: string } {
  const data = loadConfig(settings, env).PARAPET_DATA_FOLDER;
  return { data, demo: join(data, "../demo") };
}
