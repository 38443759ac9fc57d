import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { isApart, writeRowsWithout } from "./rows-without.ts";

const unseen = { families: ["bipia"], documents: new Set(["minutes of tuesday"]) };

describe("rows that a fold is trained on", () => {
  it.each([
    ["a text of another family", { family: "slabs" }, true],
    ["a text of the family", { family: "bipia" }, false],
    ["a command of another family in a document of the family", ["slabs", "bipia", "a mail"], false],
    ["a command of another family in a document that is asked about", ["slabs", "ours", "minutes of tuesday"], false],
    ["a command of another family in a document of no concern", ["slabs", "ours", "a recipe"], true],
  ] as const)("%s", (_, made, expected) => {
    const row = "family" in made ? made : { family: made[0], document: { family: made[1], group: made[2] } };
    expect(isApart(row, unseen)).toBe(expected);
  });

  it("are copied as they are", async () => {
    const folder = await mkdtemp(join(tmpdir(), "parapet-rows-"));
    try {
      const [from, to] = [join(folder, "all.jsonl"), join(folder, "some.jsonl")];
      const rows = [
        { family: "slabs", ids: [1, 2] },
        { family: "bipia", ids: [3] },
        { family: "ours", ids: [4] },
      ];
      await writeFile(from, rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
      await writeRowsWithout(from, to, unseen);
      const written = (await readFile(to, "utf8")).trimEnd().split("\n");
      expect(written.map((line): unknown => JSON.parse(line))).toEqual([rows[0], rows[2]]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
