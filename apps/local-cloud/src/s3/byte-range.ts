import { ServiceError } from '../protocol/service-error.ts';

/** First and last byte, both included; of an empty object the last is -1. */
export type ByteRange = { readonly first: number; readonly last: number; readonly isPartial: boolean };

/** `bytes=a-b`, `bytes=a-` or `bytes=-n`; anything else means the whole object. @throws ServiceError InvalidRange */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const asked = rangeOf(header);
  if (!asked) return { first: 0, last: size - 1, isPartial: false };
  const [from, to] = asked;
  const range = from === '' ? lastBytes(Number(to), size) : bytesFrom(Number(from), to, size);
  if (range.first < size && range.first <= range.last) return range;
  throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
}

function rangeOf(header = ''): readonly [from: string, to: string] | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  return from === '' && to === '' ? undefined : [from, to];
}

/** The last 0 bytes begin behind the end, which no object can satisfy. */
function lastBytes(count: number, size: number): ByteRange {
  const first = count === 0 ? size : Math.max(0, size - count);
  return { first, last: size - 1, isPartial: true };
}

function bytesFrom(first: number, to: string, size: number): ByteRange {
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return { first, last, isPartial: true };
}
