/**
 * Brings a text into the form the models are trained on, and is therefore used by training and serving alike: invisible
 * characters removed, NFKC, URLs replaced by `[url]` and mentions by `@user`. Idempotent, linear; the result has no
 * offsets in common with the text.
 */
export declare function normaliseForModel(text: string): string;
//# sourceMappingURL=normalise-for-model.d.ts.map
