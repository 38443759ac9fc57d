/**
 * The type that a column is sent as: the stored one without LowCardinality, whose dictionary the server builds cheaper
 * than its client. Values of any other type are sent in the type that they are stored in.
 */
export function wireType(type: string): string {
  return type.replaceAll(/LowCardinality\((\w+(?:\(\w+\))?)\)/g, "$1");
}
