type Row = Readonly<Record<string, unknown>>;

/** Rows as columns for the eye, with a line of names above them; nothing for no rows. */
export function tableLines(rows: readonly Row[]): readonly string[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  const cells = [columns, ...rows.map((row) => columns.map((column) => cellText(row[column])))];
  const widths = columns.map((_, index) => cells.reduce((width, line) => Math.max(width, line[index]?.length ?? 0), 0));
  return cells.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** One line, whatever stands in the column: stored text comes from strangers, and a terminal would obey its escapes. */
function cellText(value: unknown): string {
  if (value === null) return "NULL";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(/\s+/g, " ").replaceAll(/\p{Cc}|\p{Cf}/gu, "�");
}
