import { ServiceError } from '../protocol/service-error.ts';

/** First and last byte, both included; of an empty object the last is -1. */
export type ByteRange = { readonly first: number; readonly last: number; readonly isPartial: boolean };

/** `bytes=a-b`, `bytes=a-` or `bytes=-n`; anything else means the whole object. @throws ServiceError InvalidRange */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { first: 0, last: size - 1, isPartial: false };
  const range = from === '' ? lastBytes(Number(to), size) : bytesFrom(Number(from), to, size);
  if (range.first < size && range.first <= range.last) return range;
  throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
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
