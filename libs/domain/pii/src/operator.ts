/** What becomes of a found value. */
export type Operator =
  /** Put `value` in its place, or `<ENTITY>` without one. */
  | { readonly kind: "replace"; readonly value?: string }
  /** Take it out. */
  | { readonly kind: "redact" }
  /** Cover `count` code points of it (all without one), from the beginning or the end. */
  | { readonly kind: "mask"; readonly character: string; readonly count?: number; readonly fromEnd?: boolean }
  /** Put its hash in its place; the caller gives the function, with its key. */
  | { readonly kind: "hash"; readonly hash: (value: string) => string }
  | { readonly kind: "keep" };

/** Operators by entity. `DEFAULT` serves those not named, and `replace` where there is none either. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** What stands in place of a value after an operator. */
export function operate(operator: Operator, value: string, entity: string): string {
  switch (operator.kind) {
    case "replace":
      return operator.value ?? `<${entity}>`;
    case "redact":
      return "";
    case "mask":
      return mask(value, operator.character, { count: Infinity, fromEnd: false, ...operator });
    case "hash":
      return operator.hash(value);
    case "keep":
      return value;
  }
}

interface MaskExtent {
  readonly count: number;
  readonly fromEnd: boolean;
}

function mask(value: string, character: string, { count, fromEnd }: MaskExtent): string {
  const characters = Array.from(value);
  const covered = Math.min(Math.max(count, 0), characters.length);
  const cover = character.repeat(covered);
  const shown = fromEnd ? characters.slice(0, characters.length - covered) : characters.slice(covered);
  return fromEnd ? shown.join("") + cover : cover + shown.join("");
}
