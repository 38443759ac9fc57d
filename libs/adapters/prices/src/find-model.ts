import { calcPrice, type ModelInfo } from "@pydantic/genai-prices";

/**
 * The data set's model of that name among those of a provider and those that it resells; without a provider, by the name
 * alone. Null when it has none. Asking the package to price nothing is what finds a model exactly as the package does.
 */
export function findModel(providerId: string, model: string): ModelInfo | null {
  return calcPrice({}, model, providerId === "" ? {} : { providerId })?.model ?? null;
}
