import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { tables } from "../tables/tables.ts";
import { renderColumns } from "./schema-columns.ts";

/** Writes the definitions of all tables to the end of `docs/specs/schema.md`. */
const path = join(import.meta.dirname, "../../../../../docs/specs/schema.md");
const page = readFileSync(path, "utf8");
const written = page.indexOf("\n## Columns");
const introduction = (written < 0 ? page : page.slice(0, written)).trimEnd();
writeFileSync(path, `${introduction}\n\n${renderColumns(tables)}`);
