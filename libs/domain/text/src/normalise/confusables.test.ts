import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { lookAlikes } from "./look-alikes.ts";
import { confusablesModule } from "./testing/confusables-module.ts";

it("is what Unicode's data gives", async () => {
  const written = await readFile(join(import.meta.dirname, "gen/confusables.ts"), "utf8");
  expect(written).toBe(confusablesModule());
});

it.each([
  ["Cyrillic", "аеорсух", "aeopcyx"],
  ["Greek", "οΑΒΕ", "oABE"],
  ["Armenian", "օոս", "onu"],
  ["Cherokee", "ᎪᏴᏟ", "ABC"],
  ["small capitals", "ᴘᴀʏ", "pay"],
])("reads %s letters as the Latin ones they look like", (_label, letters, latin) => {
  expect(Array.from(letters, (letter) => lookAlikes.get(letter)).join("")).toBe(latin);
});
