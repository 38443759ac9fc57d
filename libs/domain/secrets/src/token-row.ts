import type { ChecksumName } from "./checksum.ts";
import type { Form } from "./form.ts";

/** What a provider documents about its tokens. */
interface TokenFacts {
  /** What a token is made of, from left to right. */
  readonly form: Form;
  /**
   * Words in lower case, one of which must stand shortly before, followed by an assignment or a quote. For tokens that
   * do not tell themselves by their form; absent for the others.
   */
  readonly near?: readonly string[];
  readonly checksum?: ChecksumName;
  /** Tokens that the provider's documentation shows: these are nobody's. */
  readonly examples?: readonly string[];
}

/** One format of tokens, as data. */
export interface TokenRow extends TokenFacts {
  /** Entity of its findings. */
  readonly id: string;
  readonly provider: string;
  /** URL of the provider's documentation. */
  readonly source: string;
}

/** The formats of one provider, by id, that one page of its documentation describes. */
export function tokensOf(
  provider: string,
  source: string,
  formats: Readonly<Record<string, TokenFacts>>,
): readonly TokenRow[] {
  return Object.entries(formats).map(([id, facts]) => ({ id, provider, source, ...facts }));
}
