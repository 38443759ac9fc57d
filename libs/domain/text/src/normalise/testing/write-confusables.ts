import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { confusablesModule } from "./confusables-module.ts";

/** Writes the table of look-alikes anew. */
await writeFile(join(import.meta.dirname, "../gen/confusables.ts"), confusablesModule());
