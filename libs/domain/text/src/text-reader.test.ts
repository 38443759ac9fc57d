import { expect, it } from "vitest";

import { textReaderWasm } from "./gen/text-reader-wasm.ts";
import { compileTextReader } from "./testing/compile-text-reader.ts";

it("is, byte for byte, what its assembly compiles to", async () => {
  const compiled = Buffer.from(await compileTextReader());
  expect(compiled.toString("base64")).toBe(textReaderWasm);
});
