import type { Alias, Dialect } from "../facts/dialect.ts";
import type { FactName } from "../facts/span-facts.ts";

/** Facts that are not named as their column, in camel case. */
const otherColumns: Partial<Record<FactName, string>> = {
  cacheWriteTokens: "cache_write_5m_tokens",
  cacheReadTextTokens: "cache_read_tokens",
  inputTextTokens: "input_uncached_tokens",
  completionStartUnixNano: "ttft_ms",
  chunkTimesUnixNano: "itl_p50_ms",
};

/** The attributes of every column, as `docs/specs/span.md` lists them: one section a dialect, first the one that wins. */
export function renderSources(dialects: readonly Dialect[]): string {
  return dialects.map(sectionOf).join("\n");
}

function sectionOf({ name, markers, scopes = [], aliases, resourceAliases, families, derivesFrom }: Dialect): string {
  const rows = new Map<string, string[]>();
  const add = (fact: FactName, ...sources: string[]) => {
    const column = columnOf(fact);
    rows.set(column, [...new Set([...(rows.get(column) ?? []), ...sources])]);
  };
  for (const { fact, keys } of aliases) add(fact, ...keys.map(code));
  for (const { fact, keys } of resourceAliases ?? []) add(fact, ...keys.map((key) => `${code(key)} of the resource`));
  const numbered = (families ?? []).map(({ prefix }) => code(`${prefix}N.*`));
  const together = (derivesFrom ?? []).map((key) => code(key.endsWith(".") ? `${key}*` : key));
  return [
    `### \`${name}\`\n`,
    listOf("Markers", markers.map(code)),
    listOf("Scopes", scopes.map(code)),
    listOf("Numbered messages and documents", numbered),
    listOf("Read together with others", together),
    tableOf(rows),
  ].join("");
}

export function columnOf(fact: Alias["fact"]): string {
  return otherColumns[fact] ?? fact.replaceAll(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`);
}

function code(text: string): string {
  return `\`${text}\``;
}

function listOf(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `\n${title}: ${items.join(", ")}.\n`;
}

function tableOf(rows: ReadonlyMap<string, readonly string[]>): string {
  if (rows.size === 0) return "";
  const lines = Array.from(rows, ([column, sources]) => `| ${code(column)} | ${sources.join(", ")} |`);
  return ["\n| column | attributes, newest first |", "| --- | --- |", ...lines, ""].join("\n");
}
