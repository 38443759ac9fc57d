import type { Category } from "./finding.ts";

/** Identifiers of one risk in the catalogues that security teams file it under. */
export interface RiskTags {
  /** OWASP Top 10 for LLM Applications, edition 2025; empty where the edition has no entry. */
  readonly owasp2025: readonly string[];
  /** The same list, edition 2026, which numbers some risks anew. */
  readonly owasp2026: readonly string[];
  /** MITRE ATLAS techniques, release 5.6.0. */
  readonly atlas: readonly string[];
}

/** What each category means elsewhere. Both OWASP editions are carried, because reports of either are in use. */
export const taxonomy: Readonly<Record<Category, RiskTags>> = {
  pii: { owasp2025: ["LLM02:2025"], owasp2026: ["LLM02:2026"], atlas: ["AML.T0057"] },
  secret: { owasp2025: ["LLM02:2025"], owasp2026: ["LLM02:2026"], atlas: ["AML.T0057", "AML.T0055"] },
  obfuscation: { owasp2025: ["LLM01:2025"], owasp2026: ["LLM01:2026"], atlas: ["AML.T0068"] },
  injection: {
    owasp2025: ["LLM01:2025"],
    owasp2026: ["LLM01:2026"],
    atlas: ["AML.T0051.000", "AML.T0051.001", "AML.T0054"],
  },
  hallucination: { owasp2025: ["LLM09:2025"], owasp2026: ["LLM07:2026"], atlas: ["AML.T0062", "AML.T0060"] },
  toxicity: { owasp2025: [], owasp2026: [], atlas: ["AML.T0048.003"] },
};
