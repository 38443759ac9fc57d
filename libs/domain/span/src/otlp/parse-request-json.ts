import { deadLetter, ok } from "@parapet/delivery";
import type { Outcome } from "@parapet/delivery";
import type { DecodeLimits } from "./decode-limits.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

/** The value of a JSON request, and what had to be mended in its text. */
export interface ParsedRequest {
  readonly value: unknown;
  readonly flags: readonly QualityFlag[];
}

/** Parses the text or the UTF-8 bytes of a request; a value that was parsed before stays as it is. */
export function parseRequestJson(input: unknown, limits: DecodeLimits): Outcome<ParsedRequest> {
  const flags: QualityFlag[] = [];
  if (input instanceof Uint8Array && input.length > limits.maxBytes) return deadLetter("message_too_large");
  const text = input instanceof Uint8Array ? textOfBytes(input, flags) : input;
  if (typeof text !== "string") return ok({ value: text, flags });
  if (text.length > limits.maxBytes) return deadLetter("message_too_large");
  if (text.trim() === "") return deadLetter("empty_message");
  return ok({ value: parseText(text), flags });
}

function textOfBytes(bytes: Uint8Array, flags: QualityFlag[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    flags.push("invalid_utf8");
    return new TextDecoder().decode(bytes);
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
