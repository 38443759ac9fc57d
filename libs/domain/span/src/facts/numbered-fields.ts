import type { AnyValue } from "../otlp/otlp-span.ts";

interface NumberedField {
  /** The whole attribute key. */
  readonly key: string;
  readonly value: AnyValue;
}

/** The attributes that share a number, such as all of `gen_ai.prompt.3.*`, by the name after that number. */
export interface FieldGroup {
  readonly fields: ReadonlyMap<string, NumberedField>;
  /** Attribute keys that were taken; groups that were split from one another share it. */
  readonly taken: Set<string>;
}

/** At most nine digits: numbers only order the groups, so that a huge one costs no more than a small one. */
const NUMBERED = /^(\d{1,9})(?:\.(.+))?$/s;

/** True for the keys that `groupByNumber` can place. */
export function isNumbered(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && NUMBERED.test(key.slice(prefix.length));
}

/** Groups of `attributes` under `prefix`, in the order of their numbers; numbers may be missing. */
export function groupByNumber(attributes: Iterable<readonly [string, AnyValue]>, prefix: string): FieldGroup[] {
  const fields = Array.from(attributes, ([key, value]): [string, NumberedField] => [key, { key, value }]);
  return splitByNumber(fields, prefix, new Set());
}

/** The value of a field, which then counts as taken. */
export function takeField(group: FieldGroup, name: string): AnyValue | undefined {
  const field = group.fields.get(name);
  if (field !== undefined) group.taken.add(field.key);
  return field?.value;
}

/** All fields that no one took yet, as taken. */
export function takeRest(group: FieldGroup): [name: string, value: AnyValue][] {
  const rest = [...group.fields].filter(([, { key }]) => !group.taken.has(key));
  for (const [, { key }] of rest) group.taken.add(key);
  return rest.map(([name, { value }]) => [name, value]);
}

/** The groups within a group, such as `tool_calls.0.*`. */
export function nestedGroups(group: FieldGroup, prefix: string): FieldGroup[] {
  return splitByNumber(group.fields, prefix, group.taken);
}

function splitByNumber(
  fields: Iterable<readonly [string, NumberedField]>,
  prefix: string,
  taken: Set<string>,
): FieldGroup[] {
  const groups = new Map<number, Map<string, NumberedField>>();
  for (const [name, field] of fields) {
    const [, digits, rest = ""] = name.startsWith(prefix) ? (NUMBERED.exec(name.slice(prefix.length)) ?? []) : [];
    if (digits === undefined) continue;
    const number = Number(digits);
    const group = groups.get(number) ?? new Map<string, NumberedField>();
    groups.set(number, group);
    group.set(rest, field);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, members]) => ({ fields: members, taken }));
}
