import type { AnyValue, AttributeMap, OtlpSpan } from "@parapet/span";

/** A place of a span that its sender fills. */
export interface PlantedField {
  readonly name: string;
  /** Where the store's findings must say that it was. */
  readonly location: RegExp;
  readonly plant: (text: string) => Partial<OtlpSpan>;
  /** Where the name of the place alone tells that its value is a password. */
  readonly isNamed?: boolean;
  /** One of hundreds of attributes that are read alike: some kinds of secrets do. */
  readonly isAlike?: boolean;
  /** An identifier that programs make up: digits in it are nobody's number, and it is not decoded. */
  readonly isGenerated?: boolean;
  /** A place where only what can be read at once can be found. */
  readonly isOpaque?: boolean;
}

/** The trace of all that is planted. */
export const traceId = "5b8efff798038103d269b633813fc60c";

export function attributes(...entries: readonly (readonly [string, AnyValue])[]): AttributeMap {
  return new Map(entries);
}

export const inAttribute = (key: string, value: AnyValue): Partial<OtlpSpan> => ({
  attributes: attributes([key, value]),
});

export function place(name: string, location: RegExp, plant: PlantedField["plant"]): PlantedField {
  return { name, location, plant };
}

export const event = (name: string, ...entries: readonly (readonly [string, AnyValue])[]): Partial<OtlpSpan> => ({
  events: [{ name, timeUnixNano: 0n, attributes: attributes(...entries) }],
});
export const link = (...entries: readonly (readonly [string, AnyValue])[]): Partial<OtlpSpan> => ({
  links: [{ traceId, spanId: "00f067aa0ba902b7", attributes: attributes(...entries) }],
});

export function named(name: string, location: RegExp, plant: PlantedField["plant"]): PlantedField {
  return { name, location, plant, isNamed: true };
}

export function partsOf(role: string, ...parts: readonly object[]): string {
  return JSON.stringify([{ role, parts }]);
}

export function messages(role: string, content: string): string {
  return partsOf(role, { type: "text", content });
}

export function toolCall(given: unknown, fields: object = {}): string {
  return partsOf("assistant", { type: "tool_call", id: "call_x", name: "log_in", arguments: given, ...fields });
}
