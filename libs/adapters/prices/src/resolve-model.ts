import { calcPrice, type Provider } from "@pydantic/genai-prices";

/** The provider of a model narrowed to that one model, so that pricing need not search again; null when unknown. */
export type ResolveModel = (providerId: string, model: string) => Provider | null;

/** Finds a model among a provider's own and those it resells; without a provider, by the model's name alone. */
export function resolveModel(providerId: string, model: string): Provider | null {
  const found = calcPrice({}, model, providerId === "" ? {} : { providerId });
  if (found === null) return null;
  const { id, name, api_pattern } = found.provider;
  return { id, name, api_pattern, models: [found.model] };
}

/** No model that is sold has a longer name. */
const MAX_REMEMBERED_LENGTH = 256;

/**
 * `resolve` with a memory of `capacity` answers. Provider and model come from spans, so the memory is bounded in number
 * and in length.
 */
export function rememberResolved(resolve: ResolveModel, capacity: number): ResolveModel {
  const answers = new Map<string, Provider | null>();
  return (providerId, model) => {
    const key = `${providerId}\n${model}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = resolve(providerId, model);
    if (key.length > MAX_REMEMBERED_LENGTH) return answer;
    if (answers.size >= capacity) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}
