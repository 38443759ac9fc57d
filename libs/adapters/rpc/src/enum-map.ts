/** Names of ours and the numbers of a protobuf enum, both ways. */
export interface EnumMap<Name extends string, Wire extends number> {
  readonly toWire: (name: Name) => Wire;
  /** Null for a number that this version does not know. */
  readonly fromWire: (wire: number) => Name | null;
}

export function createEnumMap<Name extends string, Wire extends number>(
  names: readonly Name[],
  wires: Readonly<Record<Name, Wire>>,
): EnumMap<Name, Wire> {
  const byWire = new Map<number, Name>(names.map((name) => [wires[name], name]));
  return { toWire: (name) => wires[name], fromWire: (wire) => byWire.get(wire) ?? null };
}
