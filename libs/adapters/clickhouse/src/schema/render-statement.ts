import { ParapetError } from "@parapet/runtime";

/** `merge_tree` for a single server; `replicated` where the server has a keeper and the macros `shard` and `replica`. */
export type EngineKind = "merge_tree" | "replicated";

/**
 * How many inserts a table remembers the tokens of. A range is replayed within minutes, one insert each; the window
 * of a view's target counts the view's inserts, so targets need their own.
 */
const window = 10_000;

const deduplication: Readonly<Record<EngineKind, string>> = {
  merge_tree: `non_replicated_deduplication_window = ${window}`,
  replicated: `replicated_deduplication_window = ${window}, replicated_deduplication_window_seconds = 604800`,
};

/** Fills in `{engine:…MergeTree}` and `{deduplication}`: all that differs between one server and a replicated one. */
export function renderStatement(statement: string, kind: EngineKind): string {
  const prefix = kind === "replicated" ? "Replicated" : "";
  const sql = statement
    .replaceAll(/\{engine:(\w*MergeTree)\}/g, (_, engine: string) => `${prefix}${engine}`)
    .replaceAll("{deduplication}", deduplication[kind]);
  const left = /\{\w+(?::[^}]*)?\}/.exec(sql);
  if (left !== null) throw new ParapetError("migration_invalid", `unknown placeholder ${left[0]} in a migration`);
  return sql;
}
