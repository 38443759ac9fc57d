import type { Metadata } from "@grpc/grpc-js";

/** The token of an `authorization: Bearer …` header (RFC 6750), or null without one. */
export function parseBearer(header: string | undefined): string | null {
  const match = /^bearer +([\w.~+/-]+=*) *$/i.exec(header ?? "");
  return match?.[1] ?? null;
}

/** The bearer token in the metadata of a call, or null without one. */
export function bearerTokenOf(metadata: Metadata): string | null {
  const [header] = metadata.get("authorization");
  return parseBearer(header?.toString());
}
