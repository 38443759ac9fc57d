import { Command } from "commander";

import type { Terminal } from "../terminal.ts";
import { importLangfuseCommand } from "./import-langfuse.ts";

/** `parapet import`: what other tools have kept, as spans. */
export function importCommand(terminal: Terminal): Command {
  return new Command("import")
    .description("read the exports of other tools and print the spans in them")
    .addCommand(importLangfuseCommand(terminal));
}
