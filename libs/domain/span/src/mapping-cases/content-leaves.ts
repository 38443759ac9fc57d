import { parseJson } from "../otlp/any-value.ts";

/** Vocabularies name the kinds of messages and parts differently, and number them or not. */
const structureKeys = new Set(["type", "index"]);

/**
 * The texts, numbers and booleans that content is made of, whatever schema holds them, also within texts that are JSON.
 * Contents of two vocabularies say the same where they have the same leaves.
 */
export function leavesOf(content: unknown): readonly string[] {
  if (content === null || content === undefined) return [];
  if (typeof content === "string") return leavesOfText(content);
  if (Array.isArray(content)) return content.flatMap(leavesOf);
  if (typeof content !== "object") return [JSON.stringify(content)];
  return Object.entries(content).flatMap(([key, value]) => (structureKeys.has(key) ? [] : leavesOf(value)));
}

function leavesOfText(text: string): readonly string[] {
  const json = parseJson(text);
  return typeof json === "object" && json !== null ? leavesOf(json) : [text];
}
