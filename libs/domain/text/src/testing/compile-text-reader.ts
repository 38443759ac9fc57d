import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { main } from "assemblyscript/asc";

import { END } from "../reader-layout.ts";

const folder = join(import.meta.dirname, "../..");
const PAGE_BYTES = 0x1_0000;
const pages = String(Math.ceil(END / PAGE_BYTES));

/** Compiles the assembly; throws what the compiler has against it, and leaves out its warnings. */
export async function compileTextReader(): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined;
  let said = "";
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
  const memory = ["--initialMemory", pages, "--maximumMemory", pages];
  const { error } = await main(["assembly/text-reader.ts", "-o", "text-reader.wasm", ...options, ...memory], {
    readFile: (name) => readFile(join(folder, name), "utf8").catch(() => null),
    writeFile: (_, contents) => {
      if (contents instanceof Uint8Array) compiled = contents;
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        said += String(text);
      },
    },
  });
  if (error !== null || compiled === undefined)
    throw new Error(`The assembly does not compile.\n${said}`, { cause: error });
  return compiled;
}
