import { CsvError } from './csv-error.ts';

const MAX_LINE = 65_536;
const BOM = 0xfeff;

export type CsvLine = { readonly text: string; readonly number: number };

/**
 * The lines of a file that comes in chunks of any size, in groups of one chunk's lines; memory is one chunk and
 * one line. CRLF and a byte order mark are taken off; a last line needs no line end.
 * @throws CsvError for a line over 64 KiB or bytes that are no UTF-8
 */
export async function* csvLines(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<readonly CsvLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  let number = 0;
  const take = (text: string): CsvLine => ({ text: clean(text, ++number), number });
  const checked = (lines: string[]): CsvLine[] => lines.map((line) => take(bounded(line, file, number + 1)));
  for await (const chunk of chunks) {
    const lines = (rest + decode(decoder, chunk, file, number)).split('\n');
    rest = bounded(lines.pop() ?? '', file, number + lines.length + 1);
    if (lines.length) yield checked(lines);
  }
  rest += decode(decoder, undefined, file, number);
  if (rest) yield checked([rest]);
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | undefined,
  file: string,
  line: number,
): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new CsvError(file, line + 1, 'here or shortly after are bytes that are no UTF-8 text');
  }
}

function bounded(line: string, file: string, number: number): string {
  if (line.length > MAX_LINE) throw new CsvError(file, number, `the line has over ${MAX_LINE} characters`);
  return line;
}

function clean(text: string, number: number): string {
  const start = number === 1 && text.charCodeAt(0) === BOM ? 1 : 0;
  const end = text.endsWith('\r') ? text.length - 1 : text.length;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
