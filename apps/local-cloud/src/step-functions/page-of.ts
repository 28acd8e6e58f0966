import type { Json, JsonObject } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';

/** One page of a listing under its name; the token is the place where the next one begins. */
export function pageOf(
  name: string,
  items: readonly Json[],
  { maxResults, nextToken }: { readonly maxResults: number; readonly nextToken?: string | undefined },
): JsonObject {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0)
    throw new ServiceError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const to = from + (maxResults || 100);
  return { [name]: items.slice(from, to), ...(to < items.length ? { nextToken: String(to) } : {}) };
}
