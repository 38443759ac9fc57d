import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/settings.md"), "utf8");

/** Names on the page; `A_B_CA`, `_CERT` stands for `A_B_CA` and `A_B_CERT`. */
function documented(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const row of page.split("\n").filter((line) => line.startsWith("| `PARAPET_"))) {
    const [first = "", ...others] = row.split("|")[1]?.match(/(?<=`)[A-Z_]+(?=`)/g) ?? [];
    names.add(first);
    for (const other of others) names.add(other.startsWith("PARAPET_") ? other : `${stemOf(first)}${other}`);
  }
  return names;
}

function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf("_"));
}

/** Names that stand as keys of settings schemas in the sources. */
function read(): ReadonlySet<string> {
  const files = globSync("{services,libs}/**/src/**/*.ts", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  });
  const keys = files
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => readFileSync(join(root, file), "utf8").match(/^\s+PARAPET_[A-Z_]+(?=:\s)/gm) ?? [])
    .map((key) => key.trim());
  const users = ["INGEST", "READ", "MIGRATE"].map((role) => `PARAPET_CLICKHOUSE_${role}`);
  return new Set([...keys, ...users.flatMap((user) => [`${user}_USER`, `${user}_PASSWORD`])]);
}

test("every setting that a service reads is on the page, and no other is", () => {
  expect([...documented()].toSorted()).toEqual([...read()].toSorted());
});
