import { severityOf, type Finding } from "@parapet/detection";
import { formatsIn } from "./formats-in.ts";
import { mostSpecific } from "./most-specific.ts";
import type { SecretFormat } from "./secret-format.ts";

export interface SecretOptions {
  /** Ids of the formats to look for; all without it. One that does not exist finds nothing. */
  readonly formats?: readonly string[] | undefined;
  /** Findings below are left out. */
  readonly minScore?: number;
}

/**
 * Finds credentials in a text, in time linear in its length. Findings are in order and do not overlap: where several
 * formats match, that with the strongest evidence stays, then the longer match. They cover the value alone, not the name
 * that it is assigned to. Offsets are UTF-16 units.
 */
export function findSecrets(text: string, options: SecretOptions = {}): readonly Finding[] {
  const { formats, minScore = 0 } = options;
  const findings = formatsIn(text)
    .filter(({ id, bestScore }) => (formats?.includes(id) ?? true) && bestScore >= minScore)
    .flatMap((format) => findingsOf(format, text));
  return mostSpecific(findings);
}

function findingsOf(format: SecretFormat, text: string): readonly Finding[] {
  return format.find(text, { regions: [] }).map(({ start, end, score }) => {
    const severity = severityOf("secret", score);
    return { category: "secret", detector: "secrets", entity: format.id, score, severity, start, end };
  });
}
