import { recognizers, type Recognizer, type RecognizerPart } from "@parapet/pii";
import { secretFormats, type SecretFormat } from "@parapet/secrets";

/** What a score of a secret stands for: the strongest evidence that its format asks for. */
const evidence: ReadonlyMap<number, string> = new Map([
  [1, "checksum, or a block of its own"],
  [0.97, "prefix, near the provider's name"],
  [0.95, "prefix or structure"],
  [0.85, "place that holds nothing else"],
  [0.75, "shape, near the provider's name"],
  [0.5, "random value of a telling name"],
]);

/** The tables of `docs/specs/sensitive-data.md`: every recognizer and every format of secrets there is. */
export function renderSensitiveTables(): string {
  return [
    "## Recognizers of personal data\n",
    `${recognizers.length} recognizers. A pattern's score is that of a match which nothing else speaks for.\n`,
    "| entity | country | patterns and their scores | proof | context words | looked for |",
    "| --- | --- | --- | --- | --- | --- |",
    ...recognizers.map(recognizerRow),
    "",
    "## Formats of secrets\n",
    `${secretFormats.length} formats. The source is what describes the format.\n`,
    "| entity | provider | evidence | score | source |",
    "| --- | --- | --- | --- | --- |",
    ...secretFormats.map(formatRow),
    "",
  ].join("\n");
}

function recognizerRow({ entity, country, parts, contextWords, isOnRequest = false }: Recognizer): string {
  // Only what is proven is certain by itself.
  const isProven = parts.some(({ bestScore }) => bestScore === 1);
  return rowOf([
    `\`${entity}\``,
    country ?? "any",
    parts.map(patternOf).join(", "),
    isProven ? "yes" : "no",
    String(contextWords.length),
    isOnRequest ? "on request" : "always",
  ]);
}

function patternOf({ name, bestScore, baseScore = bestScore }: RecognizerPart): string {
  return `${name} ${baseScore}`;
}

function formatRow({ id, provider, bestScore, source }: SecretFormat): string {
  const told = evidence.get(bestScore);
  if (told === undefined) throw new Error(`no words for the evidence of ${id}`);
  return rowOf([`\`${id}\``, provider, told, String(bestScore), `<${source}>`]);
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
