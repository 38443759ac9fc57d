/** What a statement of a migration does, and to what. */
export interface StatementHead {
  readonly kind: "table" | "feed" | "view" | "alter" | "drop_table" | "drop_view";
  readonly name: string;
  /** Where the name ends in the statement: `ON CLUSTER` goes there. */
  readonly endsAt: number;
}

/** A feed is a view that fills a table; a view only reads. Each of them may be repeated without harm. */
const heads: readonly (readonly [RegExp, StatementHead["kind"]])[] = [
  [/^CREATE TABLE IF NOT EXISTS (\w+)/, "table"],
  [/^CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+)/, "feed"],
  [/^CREATE OR REPLACE VIEW (\w+)/, "view"],
  [/^ALTER TABLE (\w+)/, "alter"],
  [/^DROP TABLE IF EXISTS (\w+)/, "drop_table"],
  [/^DROP VIEW IF EXISTS (\w+)/, "drop_view"],
];

/** The head of a statement, past the comments before it; null for a statement of any other kind. */
export function readStatementHead(statement: string): StatementHead | null {
  const [comments = ""] = /^(?:\s*--[^\n]*\n|\s+)*/.exec(statement) ?? [];
  const sql = statement.slice(comments.length);
  for (const [pattern, kind] of heads) {
    const match = pattern.exec(sql);
    const name = match?.[1];
    if (match !== null && name !== undefined) return { kind, name, endsAt: comments.length + match[0].length };
  }
  return null;
}
