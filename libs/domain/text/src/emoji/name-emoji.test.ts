import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { emojiNames } from "./gen/emoji-names.ts";
import { nameEmoji } from "./name-emoji.ts";
import { emojiNamesModule } from "./testing/emoji-names-module.ts";

it("has the names that Unicode's data gives", async () => {
  const written = await readFile(join(import.meta.dirname, "gen/emoji-names.ts"), "utf8");
  expect(written.replaceAll(/\s+/g, "")).toBe(emojiNamesModule().replaceAll(/\s+/g, ""));
});

it("leaves no emoji of the table unnamed", () => {
  expect(emojiNames.filter((row) => nameEmoji(row.split(" ")[0] ?? "") === (row.split(" ")[0] ?? ""))).toEqual([]);
});

it("leaves digits, marks and letters alone", () => {
  const text = "1 # * © ® №5 ½ → é 漢字";
  expect(nameEmoji(text)).toBe(text);
});
