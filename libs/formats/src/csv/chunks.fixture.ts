import { CsvError } from './csv-error.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The same bytes, cut at other places. */
export async function* inChunks(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield await Promise.resolve(whole.subarray(at, at + size));
}

export async function rowsOf<T>(groups: AsyncIterable<readonly T[]>): Promise<T[]> {
  return (await Array.fromAsync(groups)).flat();
}

/** The error that the rows end in. @throws Error when they are accepted, or end in another error */
export async function refusalOf(groups: AsyncIterable<readonly unknown[]>): Promise<CsvError> {
  const ended = await rowsOf(groups).catch((error: unknown) => error);
  if (ended instanceof CsvError) return ended;
  throw new Error(`no CsvError but ${String(ended)}`);
}
