import type { ContentColumns, SpanBatch } from "@parapet/span";

/** The content of a batch whose decoder was asked for it. */
export function contentOf({ content }: SpanBatch): ContentColumns {
  if (content === null) throw new TypeError("the decoder was not asked for content");
  return content;
}
