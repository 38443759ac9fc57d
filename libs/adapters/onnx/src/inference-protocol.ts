/** A model that a worker is to load. */
export interface WorkerModel {
  readonly name: string;
  /** Of the graph, verified. */
  readonly path: string;
  /** Of the graph for every provider but `cpu`, where it is another. */
  readonly acceleratedPath?: string;
  /** What the rows bring, by the model's names; the attention mask is made from their lengths. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What a worker thread is started with. */
export interface WorkerSettings {
  readonly models: readonly WorkerModel[];
  /** Execution providers of ONNX Runtime in order of preference. */
  readonly providers: readonly string[];
  /** Threads within one operator. */
  readonly threads: number;
}

/** One window of tokens with its markers: for each input an array, all of one length. */
export type InputRow = Readonly<Record<string, readonly number[]>>;

/** What the model gives for one row, by output; of outputs with a value a token, those of padding come last. */
export type OutputRow = Readonly<Record<string, Float32Array>>;

/** Rows of one model, to be run as one batch or one by one. A worker has at most one request at a time. */
export interface InferenceRequest {
  readonly model: string;
  readonly rows: readonly InputRow[];
  readonly isBatch: boolean;
}

/** Reasons come from ONNX Runtime, which sees only token ids: they never hold user content. */
export type InferenceReply =
  | { readonly kind: "provider_failed"; readonly provider: string; readonly reason: string }
  | { readonly kind: "ready"; readonly provider: string }
  | { readonly kind: "refused"; readonly model: string; readonly reason: string }
  | { readonly kind: "no_provider" }
  | { readonly kind: "outputs"; readonly rows: readonly OutputRow[] }
  | { readonly kind: "inference_failed"; readonly reason: string };
