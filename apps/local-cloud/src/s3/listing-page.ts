import type { ObjectHead } from './object-store.ts';

export type Listing = {
  readonly prefix: string;
  readonly delimiter: string;
  /** Where the page before ended: a key or a common prefix. */
  readonly after: string;
  readonly maxKeys: number;
};

export type ListingPage = {
  readonly contents: readonly ObjectHead[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of this page when more follow. */
  readonly next: string | undefined;
};

type Entry = { readonly name: string; readonly head?: ObjectHead };

/** One page of heads in key order; those with the delimiter behind the prefix are rolled up into common prefixes. */
export function listingPage(heads: readonly ObjectHead[], listing: Listing): ListingPage {
  const page: Entry[] = [];
  for (const entry of entriesAfter(heads, listing)) {
    if (page.length >= listing.maxKeys) return listingOf(page, page.at(-1)?.name);
    page.push(entry);
  }
  return listingOf(page, undefined);
}

function listingOf(page: readonly Entry[], next: string | undefined): ListingPage {
  return {
    contents: page.flatMap(({ head }) => head ?? []),
    prefixes: page.filter(({ head }) => head === undefined).map(({ name }) => name),
    next,
  };
}

function* entriesAfter(
  heads: readonly ObjectHead[],
  { prefix, delimiter, after }: Listing,
): Generator<Entry> {
  let last: string | undefined;
  for (const head of heads) {
    const common = commonPrefix(head.key, prefix, delimiter);
    const name = common ?? head.key;
    if (!isAfter(name, after) || (common !== undefined && name === last)) continue;
    last = name;
    yield common === undefined ? { name, head } : { name };
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function isAfter(name: string, after: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;
}
