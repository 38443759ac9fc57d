import { describe, expect, test } from "vitest";
import { readText } from "../facts/attribute-readers.ts";
import { family, textAlias } from "../facts/dialect.ts";
import type { Dialect } from "../facts/dialect.ts";
import { dialects } from "../dialects/index.ts";
import { takeField } from "../facts/numbered-fields.ts";
import { loadMappingRows } from "./load-mapping-rows.ts";
import { mappingMutants } from "./mapping-mutants.ts";
import type { MappingRow } from "./mapping-row.ts";
import { mistakesOfRows, survivorsOf } from "./survivors.ts";

const small: Dialect = {
  name: "small",
  markers: [],
  aliases: [textAlias("requestModel", "model", "model_name"), textAlias("requestModel", "engine")],
  resourceAliases: [textAlias("environment", "stage")],
  families: [
    family("tags", "tag.", (groups) => groups.flatMap((group) => readText(takeField(group, "name") ?? null) ?? [])),
  ],
  derivesFrom: ["agent", "tool."],
  derive({ span, fallback }) {
    fallback("agentName", readText(span.attributes.get("agent") ?? null));
    fallback("toolName", readText(span.attributes.get("tool.name") ?? null));
  },
};

const rows: readonly MappingRow[] = [
  {
    column: "request_model",
    sources: [
      ["model", "a", "a"],
      ["model_name", "b", "b"],
      ["engine", "c", "c"],
    ],
  },
  { column: "environment", on: "resource", sources: [["stage", "test", "test"]] },
  { column: "tags", sources: [["tag.0.name", "t", ["t"]]] },
  { column: "agent_name", sources: [["agent", "a", "a"]] },
  { column: "tool_name", sources: [["tool.name", "t", "t"]] },
];

describe("the mutants of a dialect", () => {
  const mutants = mappingMutants([small]);

  test("are one for each mistake that a row can have", () => {
    expect(mutants.map(({ name }) => name)).toEqual([
      "small: drop model",
      "small: rename model",
      "small: drop model_name",
      "small: rename model_name",
      "small: swap model and model_name",
      "small: tell responseModel by model, model_name",
      "small: drop engine",
      "small: rename engine",
      "small: tell responseModel by engine",
      "small: swap the rows of model_name and engine",
      "small: drop stage",
      "small: rename stage",
      "small: tell release by stage",
      "small: drop tag.",
      "small: rename tag.",
      "small: tell another fact by tag.",
      "small: derive without agent",
      "small: derive without tool.",
    ]);
  });

  test("are all noticed by a row for each attribute", () => {
    expect(survivorsOf(mutants, rows)).toEqual([]);
  });

  test.each(rows.map((row) => [row.column, row] as const))("survive without the row of %s", (_, left) => {
    const others = rows.filter((row) => row !== left);
    expect(survivorsOf(mutants, others).length).toBeGreaterThan(0);
  });

  test("swapped keys survive rows that tell them apart by no value", () => {
    const [, ...others] = rows;
    const alike: MappingRow = {
      column: "request_model",
      sources: [
        ["model", "a", "a"],
        ["model_name", "a", "a"],
        ["engine", "c", "c"],
      ],
    };
    expect(survivorsOf(mutants, [alike, ...others])).toEqual(["small: swap model and model_name"]);
  });
});

describe("the dialects", async () => {
  const all = await loadMappingRows();

  test("do as their rows say", () => {
    expect(mistakesOfRows(dialects, all)).toEqual([]);
  });

  test("have no mutant that survives the rows beside them", () => {
    expect(survivorsOf(mappingMutants(dialects), all)).toEqual([]);
  });
});
