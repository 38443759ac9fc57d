import { ParapetError } from "@parapet/runtime";

import type { ScrapeTarget } from "./scrape-target.ts";

export type Fetch = typeof globalThis.fetch;

export interface FetchOptions {
  readonly fetch: Fetch;
  /** Bytes after decompression. */
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Fetches one payload of a target as text. Compressed answers are asked for, and measured once unpacked.
 *
 * @throws ParapetError `scrape_status` for an answer other than 2xx, `scrape_too_large` beyond the limit; whatever
 * `fetch` throws when there is no answer, or no end of it before `signal` aborts.
 */
export async function fetchMetrics(target: ScrapeTarget, options: FetchOptions): Promise<string> {
  // A redirect could carry the bearer token to another host.
  const response = await options.fetch(target.url, {
    headers: requestHeaders(target),
    redirect: "error",
    signal: options.signal,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new ParapetError("scrape_status", `the target answered ${response.status}; check its address and its token`);
  }
  return readText(response, options.maxBodyBytes);
}

function requestHeaders({ bearerToken }: ScrapeTarget): Record<string, string> {
  const headers = { accept: "text/plain;version=0.0.4", "accept-encoding": "gzip" };
  return bearerToken === undefined ? headers : { ...headers, authorization: `Bearer ${bearerToken}` };
}

async function readText(response: Response, maxBodyBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  // Leaving the loop by the throw cancels the body.
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxBodyBytes) {
      throw new ParapetError(
        "scrape_too_large",
        `the payload is larger than ${maxBodyBytes} bytes; the target was not read`,
      );
    }
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
