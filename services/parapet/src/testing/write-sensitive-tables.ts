import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { renderSensitiveTables } from "./sensitive-tables.ts";

/** Writes the tables of recognizers and formats to the end of `docs/specs/sensitive-data.md`. */
const path = join(import.meta.dirname, "../../../../docs/specs/sensitive-data.md");
const page = readFileSync(path, "utf8");
writeFileSync(path, `${page.slice(0, page.indexOf("\n## Recognizers of personal data"))}\n${renderSensitiveTables()}`);
