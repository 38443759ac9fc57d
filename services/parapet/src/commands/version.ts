import { VERSION } from "@parapet/runtime";
import { Command, Option } from "commander";

import { writeLine, type Terminal } from "../terminal.ts";

/** `parapet version`. */
export function versionCommand({ stdout }: Terminal): Command {
  return new Command("version")
    .description("print the version")
    .addOption(new Option("--json", "as JSON, with the runtime's version").default(false))
    .action(({ json }: { readonly json: boolean }) =>
      writeLine(stdout, json ? JSON.stringify({ parapet: VERSION, node: process.version }) : `parapet ${VERSION}`),
    );
}
