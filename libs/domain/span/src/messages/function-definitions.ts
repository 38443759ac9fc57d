import { jsonOfAnyValue } from "../otlp/any-value.ts";
import { structured } from "./message-parts.ts";
import { takeRest } from "../facts/numbered-fields.ts";
import type { FieldGroup } from "../facts/numbered-fields.ts";

/** JSON array of functions that are spread over `llm.request.functions.N.name`, `.description` and `.parameters`. */
export function readFunctionDefinitions(groups: readonly FieldGroup[]): string | undefined {
  const definitions = groups.map((group) =>
    Object.fromEntries(takeRest(group).map(([name, value]) => [name, structured(jsonOfAnyValue(value))])),
  );
  const told = definitions.filter((definition) => Object.keys(definition).length > 0);
  return told.length === 0 ? undefined : JSON.stringify(told);
}
