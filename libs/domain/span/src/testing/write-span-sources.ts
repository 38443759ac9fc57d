import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dialects } from "../dialects/index.ts";
import { renderSources } from "./span-sources.ts";

/** Writes the dialects' tables into `docs/specs/span.md`, between the headings `Sources` and `Quality flags`. */
const path = join(import.meta.dirname, "../../../../../docs/specs/span.md");
const page = readFileSync(path, "utf8");
const introduction = page.slice(0, page.indexOf("\n### ", page.indexOf("\n## Sources")));
const rest = page.slice(page.indexOf("\n## Quality flags"));
writeFileSync(path, `${introduction}\n${renderSources(dialects)}${rest}`);
