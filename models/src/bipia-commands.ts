/** A document of the corpus, clean or with a command in it. */
export interface BipiaRow {
  readonly text: string;
  readonly label: 0 | 1;
}

const KEY_LENGTH = 40;

/** The command that was put into a document, found by its clean copy; null where there is no such copy. */
export function plantedCommands(rows: readonly BipiaRow[]): ReadonlyMap<BipiaRow, string> {
  const clean = rows.filter(({ label }) => label === 0).map(({ text }) => text);
  const byStart = Map.groupBy(clean, (text) => text.slice(0, KEY_LENGTH));
  const byEnd = Map.groupBy(clean, (text) => text.slice(-KEY_LENGTH));
  const commands = new Map<BipiaRow, string>();
  for (const row of rows) {
    if (row.label === 0) continue;
    const copies = [
      ...(byStart.get(row.text.slice(0, KEY_LENGTH)) ?? []),
      ...(byEnd.get(row.text.slice(-KEY_LENGTH)) ?? []),
    ];
    const command = copies.map((copy) => differenceOf(copy, row.text)).find((difference) => difference !== "");
    if (command !== undefined) commands.set(row, command);
  }
  return commands;
}

/** What was put into a text to make the other; `""` when the other is not the text with one thing put in. */
function differenceOf(clean: string, planted: string): string {
  let start = 0;
  while (start < clean.length && clean[start] === planted[start]) start += 1;
  const rest = clean.slice(start);
  return planted.endsWith(rest) ? planted.slice(start, planted.length - rest.length).trim() : "";
}
