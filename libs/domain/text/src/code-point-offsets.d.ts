/** Length in code points. A lone surrogate counts as one, as in string iteration. */
export declare function countCodePoints(text: string): number;
/**
 * Gives a function from UTF-16 offsets of `text` to code point offsets. Reading the text is linear and done once, each
 * offset then costs a binary search. An offset inside a pair maps to the code point that the pair is.
 */
export declare function codePointOffsets(text: string): (offset: number) => number;
//# sourceMappingURL=code-point-offsets.d.ts.map
