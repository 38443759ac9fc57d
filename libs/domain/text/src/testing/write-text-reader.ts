import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { compileTextReader } from "./compile-text-reader.ts";

/** Writes the compiled assembly as a module, so that it is loaded as any other code is. */
const compiled = Buffer.from(await compileTextReader()).toString("base64");
const module = `/** The compiled assembly, in base64; \`pnpm --filter @parapet/text assembly\` writes it. */\nexport const textReaderWasm =\n  "${compiled}";\n`;
await writeFile(join(import.meta.dirname, "../gen/text-reader-wasm.ts"), module);
