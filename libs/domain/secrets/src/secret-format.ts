import type { RecognizerPart } from "@parapet/pii";

/** One way in which a credential is written. It has the shape of a part of a PII recognizer, so one prefilter serves both. */
export interface SecretFormat extends RecognizerPart {
  /** Entity of its findings, such as `GITHUB_PERSONAL_ACCESS_TOKEN`. */
  readonly id: string;
  /** Who issues it, or the standard that defines it. */
  readonly provider: string;
  /** URL of the provider's documentation or of the standard. */
  readonly source: string;
  /** One of these, in lower case, is in every match or in what must stand shortly before it. */
  readonly literals: readonly string[];
}

/** How likely a match is a live credential, by the strongest evidence that its format asks for. */
export const evidenceScores = {
  /** A checksum that holds, or a container that holds nothing but a key. */
  proven: 1,
  /** A prefix, near the provider's name. */
  structuredNearby: 0.97,
  /** A prefix or structure that only this kind has. */
  structured: 0.95,
  /** A position that only credentials take: a password in a URL, a header of authorization. */
  positioned: 0.85,
  /** A shape, near the provider's name and a word such as "key". */
  nearby: 0.75,
  /** A random value assigned to a name such as "secret". */
  assigned: 0.5,
} as const;
