import { jsonOfAnyValue } from "../otlp/any-value.ts";
import { readNumber, readText, textOfJson } from "../facts/attribute-readers.ts";
import type { ChatMessage, MessagePart } from "./chat-message.ts";
import { structured } from "./message-parts.ts";
import { takeField } from "../facts/numbered-fields.ts";
import type { FieldGroup } from "../facts/numbered-fields.ts";

/** Documents of `retrieval.documents.N.document.*` and the like, as the parts of one message in their order. */
export function readOpenInferenceDocuments(
  groups: readonly FieldGroup[],
  role: string,
): readonly ChatMessage[] | undefined {
  const parts = groups.flatMap(partOfDocument);
  return parts.length === 0 ? undefined : [{ role, parts }];
}

function partOfDocument(group: FieldGroup): MessagePart[] {
  const content = takeField(group, "document.content") ?? null;
  const id = readText(takeField(group, "document.id") ?? null);
  const score = readNumber(takeField(group, "document.score") ?? null);
  const metadata = takeField(group, "document.metadata") ?? null;
  if (content === null && id === undefined) return [];
  return [
    {
      type: "document",
      ...(content === null ? {} : { content: textOfJson(jsonOfAnyValue(content)) }),
      ...(id === undefined ? {} : { id }),
      ...(score === undefined ? {} : { score }),
      ...(metadata === null ? {} : { metadata: structured(jsonOfAnyValue(metadata)) }),
    },
  ];
}
