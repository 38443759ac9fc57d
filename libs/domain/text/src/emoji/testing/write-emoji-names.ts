import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { emojiNamesModule } from "./emoji-names-module.ts";

/** Writes the table of names anew. */
await writeFile(join(import.meta.dirname, "../gen/emoji-names.ts"), emojiNamesModule());
