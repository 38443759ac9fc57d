import type { PriceResolver, Resolution } from "./price-book.ts";

type Resolve = PriceResolver["resolve"];

/** No model that is sold has a longer name, nor has a provider. */
const MAX_REMEMBERED_LENGTH = 256;

/**
 * `resolve` with a memory of about `capacity` answers. The names come from spans, so the memory is bounded in number and
 * in length. Looking up makes no garbage.
 */
export function rememberResolved(resolve: Resolve, capacity: number): Resolve {
  const byProvider = new Map<string, Map<string, Map<string, Resolution>>>();
  let size = 0;
  return (provider, requestModel, responseModel) => {
    const known = byProvider.get(provider)?.get(requestModel)?.get(responseModel);
    if (known !== undefined) return known;
    const answer = resolve(provider, requestModel, responseModel);
    if (Math.max(provider.length, requestModel.length, responseModel.length) > MAX_REMEMBERED_LENGTH) return answer;
    if (size >= capacity) {
      byProvider.clear();
      size = 0;
    }
    const byRequest = mapAt(byProvider, provider);
    mapAt(byRequest, requestModel).set(responseModel, answer);
    size += 1;
    return answer;
  };
}

function mapAt<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const map = new Map<K, V>();
  maps.set(key, map);
  return map;
}
