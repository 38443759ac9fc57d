/** What a worker thread is started with. */
export interface SessionSettings {
  readonly model: Uint8Array;
  /** Execution providers of ONNX Runtime in order of preference. */
  readonly providers: readonly string[];
  /** Threads within one operator. */
  readonly threads: number;
}

/** One window of tokens with its framing markers. A worker has at most one request at a time. */
export interface InferenceRequest {
  readonly ids: BigInt64Array;
}

/** Reasons come from ONNX Runtime, which sees only token ids: they never hold user content. */
export type InferenceReply =
  | { readonly kind: "provider_failed"; readonly provider: string; readonly reason: string }
  | { readonly kind: "ready"; readonly provider: string }
  | { readonly kind: "no_provider" }
  | { readonly kind: "embedding"; readonly embedding: Float32Array }
  | { readonly kind: "inference_failed"; readonly reason: string };
