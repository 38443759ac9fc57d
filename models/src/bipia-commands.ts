/** A document of the corpus, clean or with a command in it. */
export interface BipiaRow {
  readonly text: string;
  readonly label: 0 | 1;
}

const KEY_LENGTH = 40;

export interface PlantedCommand {
  readonly command: string;
  /** The clean copy of the document. */
  readonly document: string;
}

/** The commands that were put into documents, found by the clean copies; rows without such a copy are not in the map. */
export function plantedCommands<Row extends BipiaRow>(rows: readonly Row[]): ReadonlyMap<Row, PlantedCommand> {
  const clean = rows.filter(({ label }) => label === 0).map(({ text }) => text);
  const byStart = Map.groupBy(clean, (text) => text.slice(0, KEY_LENGTH));
  const byEnd = Map.groupBy(clean, (text) => text.slice(-KEY_LENGTH));
  const commands = new Map<Row, PlantedCommand>();
  for (const row of rows) {
    if (row.label === 0) continue;
    const copies = [
      ...(byStart.get(row.text.slice(0, KEY_LENGTH)) ?? []),
      ...(byEnd.get(row.text.slice(-KEY_LENGTH)) ?? []),
    ];
    const found = copies
      .map((document) => ({ document, command: differenceOf(document, row.text) }))
      .find(({ command }) => command !== "");
    if (found !== undefined) commands.set(row, found);
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
