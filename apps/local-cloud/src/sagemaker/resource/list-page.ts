import { z } from 'zod';
import type { JsonObject } from '../../protocol/json-service.ts';
import { invalid, parseInput } from './parse-input.ts';

export const listInput = z.looseObject({
  MaxResults: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
  NameContains: z.string().optional(),
  StatusEquals: z.string().optional(),
  SortBy: z.string().optional(),
  SortOrder: z.enum(['Ascending', 'Descending']).optional(),
  CreationTimeAfter: z.number().optional(),
  CreationTimeBefore: z.number().optional(),
});

export type Listed = {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly status?: string;
};

/** What each SortBy compares by; two texts or two numbers. */
export type SortKeys<T> = Readonly<Record<string, (item: T) => number | string>>;

/** What an operation sorts by when it is not told. */
export type Order = {
  readonly SortBy: 'Name' | 'CreationTime';
  readonly SortOrder: 'Ascending' | 'Descending';
};

export type Page<T> = { readonly items: readonly T[]; readonly NextToken?: string };

const DEFAULT_RESULTS = 10;

/** One page of a list operation: filtered, sorted, cut. */
export function listPage<T extends Listed>(
  all: readonly T[],
  input: JsonObject,
  order: Order,
  more: SortKeys<T> = {},
): Page<T> {
  const asked = parseInput(listInput, input);
  const { SortBy = order.SortBy, SortOrder = order.SortOrder } = asked;
  const keys: SortKeys<T> = { Name: byName, CreationTime: byCreation, Status: byStatus, ...more };
  const key = Object.hasOwn(keys, SortBy) ? keys[SortBy] : undefined;
  if (!key) throw invalid(`SortBy was ${JSON.stringify(SortBy)}; use ${Object.keys(keys).join(', ')}`);
  const sorted = all
    .filter((item) => isAsked(item, asked))
    .sort((a, b) => compared(key(a), key(b)) || compared(a.name, b.name));
  const items = SortOrder === 'Ascending' ? sorted : sorted.reverse();
  return cut(items, offsetOf(asked.NextToken), asked.MaxResults ?? DEFAULT_RESULTS);
}

const byName = (item: Listed): string => item.name;
const byCreation = (item: Listed): number => item.createdAt;
const byStatus = (item: Listed): string => item.status ?? '';

function isAsked(item: Listed, asked: z.infer<typeof listInput>): boolean {
  const seconds = item.createdAt / 1000;
  return (
    (asked.NameContains === undefined || item.name.includes(asked.NameContains)) &&
    (asked.StatusEquals === undefined || item.status === asked.StatusEquals) &&
    seconds > (asked.CreationTimeAfter ?? -Infinity) &&
    seconds < (asked.CreationTimeBefore ?? Infinity)
  );
}

function compared(a: number | string, b: number | string): number {
  return a < b ? -1 : Number(a > b);
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = Number(Buffer.from(token, 'base64url').toString());
  if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw invalid(`NextToken was ${JSON.stringify(token)}; give back the one the last page had`);
}

function cut<T>(items: readonly T[], offset: number, count: number): Page<T> {
  const end = offset + count;
  const next = end < items.length && { NextToken: Buffer.from(String(end)).toString('base64url') };
  return { items: items.slice(offset, end), ...next };
}
