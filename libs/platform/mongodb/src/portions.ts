/** No single command takes longer than an answer may, on a slow server too. */
const AT_ONCE = 2_000;

/** The same, in order, a portion at a time. */
export function* portions<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE);
}
