import { expect, it } from "vitest";

import { tableLines } from "./table-lines.ts";

it("aligns columns under their names", () => {
  expect(
    tableLines([
      { tenant: "acme", n: "1200" },
      { tenant: "umbrella", n: null },
    ]),
  ).toEqual(["tenant    n", "acme      1200", "umbrella  NULL"]);
});

it("is nothing for no rows", () => {
  expect(tableLines([])).toEqual([]);
});

it("keeps a row on one line, and what is no text as JSON", () => {
  expect(tableLines([{ a: "x\n\ty", b: { k: [1, true] } }])[1]).toBe('x y  {"k":[1,true]}');
});

it("disarms what a terminal would obey", () => {
  const cell = tableLines([{ a: "\u001B[2Jgone \u009B31m \u202Eevil\u0007" }])[1] ?? "";
  expect(cell).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
  expect(cell).toContain("gone");
});

it("takes more rows than a call takes arguments", () => {
  expect(tableLines(Array.from({ length: 200_000 }, (_, n) => ({ n })))).toHaveLength(200_001);
});
