/** What becomes of a found value. Functions come from the caller, with the keys of its tenant in them. */
export type Operator =
  /** Put `value` in its place, or `<ENTITY>` without one (an empty one is none). */
  | { readonly kind: "replace"; readonly value?: string }
  /** Take it out. */
  | { readonly kind: "redact" }
  /** Cover `count` code points of it (all without one), from the beginning or the end. */
  | { readonly kind: "mask"; readonly character: string; readonly count?: number; readonly fromEnd?: boolean }
  /** Put its keyed hash in its place; see `createValueHash`. */
  | { readonly kind: "hash"; readonly hash: (value: string) => string }
  /** Put in its place what `decrypt` makes the value again; see `createValueCipher`. */
  | { readonly kind: "encrypt"; readonly encrypt: (value: string, entity: string) => string }
  /** Put the value back; what does not decrypt (null) stays as it is. */
  | { readonly kind: "decrypt"; readonly decrypt: (token: string, entity: string) => string | null }
  /** Put a fake of the same shape in its place; see `createSurrogates`. */
  | { readonly kind: "surrogate"; readonly surrogate: (value: string, entity: string) => string }
  /** Put whatever a function makes of it in its place. */
  | { readonly kind: "custom"; readonly operate: (value: string, entity: string) => string }
  | { readonly kind: "keep" };

/** Operators by entity. `DEFAULT` serves those not named. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** The operator of an entity in a table: its own, else `DEFAULT`, else what is given for neither. */
export function operatorFor(operators: OperatorTable, entity: string, otherwise: Operator): Operator {
  const own = Object.hasOwn(operators, entity) ? operators[entity] : undefined;
  return own ?? operators["DEFAULT"] ?? otherwise;
}

/** What stands in place of a value after an operator. */
export function operate(operator: Operator, value: string, entity: string): string {
  switch (operator.kind) {
    case "replace":
      return operator.value ? operator.value : `<${entity}>`;
    case "redact":
      return "";
    case "mask":
      return mask(value, operator.character, { count: Infinity, fromEnd: false, ...operator });
    case "hash":
      return operator.hash(value);
    case "encrypt":
      return operator.encrypt(value, entity);
    case "decrypt":
      return operator.decrypt(value, entity) ?? value;
    case "surrogate":
      return operator.surrogate(value, entity);
    case "custom":
      return operator.operate(value, entity);
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
