import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

import { createSheetSource, type PriceSheet, type PriceSource } from "@parapet/pricing";
import { ConfigError } from "@parapet/runtime";
import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";

import { litellmFileSchema, sheetOfLitellm } from "./litellm-prices.ts";
import { priceFileSchema, sheetOfPriceFile } from "./price-file.ts";
import { canonicalProvider } from "./provider-ids.ts";

/** LiteLLM's file has about two megabytes. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_TOLD_FAULTS = 20;
const MAX_ALIASES = 100;

/**
 * Reads price files, each a source of its own: the documented format as YAML or JSON, or LiteLLM's JSON, told apart by
 * their keys.
 *
 * @throws ConfigError that names the file and, for each fault, line and key, never a value.
 */
export function loadPriceFiles(paths: readonly string[]): readonly PriceSource[] {
  return paths.map((path) => createSheetSource(loadSheet(path), canonicalProvider));
}

function loadSheet(path: string): PriceSheet {
  const text = readText(path);
  const file = parseText(path, text);
  if (isOwnFormat(file.value)) {
    const own = priceFileSchema.safeParse(file.value);
    if (own.success) return sheetOfPriceFile(own.data, basename(path));
    throw faultsOf(path, own.error, file);
  }
  const litellm = litellmFileSchema.safeParse(file.value);
  if (litellm.success)
    return sheetOfLitellm(litellm.data, createHash("sha256").update(text).digest("hex").slice(0, 12));
  throw faultsOf(path, litellm.error, file);
}

function readText(path: string): string {
  try {
    if (statSync(path).size <= MAX_FILE_BYTES) return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(`price file ${path} cannot be read; correct the path or its permissions`, {
      cause,
    });
  }
  throw new ConfigError(`price file ${path} has more than ${MAX_FILE_BYTES} bytes`);
}

interface ParsedFile {
  readonly value: unknown;
  /** The line of a key, where it can be told. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
}

/** JSON is tried first: it is read many times as fast as YAML, of which it is a part. */
function parseText(path: string, text: string): ParsedFile {
  const lineOf = (keys: readonly PropertyKey[]): number | null => lineIn(parseYaml(text), keys);
  if (path.endsWith(".json")) {
    try {
      return { value: JSON.parse(text), lineOf };
    } catch {
      // What is wrong, and where, YAML's parser tells.
    }
  }
  const { document, lines } = parseYaml(text);
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new ConfigError(`price file ${path} is neither YAML nor JSON: line ${line}, ${error.code}`);
  }
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), lineOf };
  } catch (cause) {
    throw new ConfigError(`price file ${path} has too many aliases, or one of what is nowhere`, { cause });
  }
}

interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
}

/** The line of the innermost of `keys` that the document has. */
function lineIn({ document, lines }: ParsedYaml, keys: readonly PropertyKey[]): number | null {
  for (let length = keys.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function isOwnFormat(value: unknown): boolean {
  return typeof value !== "object" || value === null || Array.isArray(value) || "models" in value;
}

function faultsOf(path: string, { issues }: z.ZodError, { lineOf }: ParsedFile): ConfigError {
  const faults = issues.slice(0, MAX_TOLD_FAULTS).map((issue) => {
    const line = lineOf(issue.path);
    const place = issue.path.length === 0 ? "the file" : issue.path.map(String).join(".");
    return `  ${line === null ? "" : `line ${line}, `}${place}: ${issue.message}`;
  });
  const rest = issues.length - faults.length;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return new ConfigError(`price file ${path} cannot be used:\n${[...faults, ...more].join("\n")}`);
}
