import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

export type Command = {
  readonly benches: readonly Bench[];
  /** A line of JSON for the machine and for each result, instead of tables. */
  readonly json: boolean;
  readonly quiet: boolean;
  /** Machine and results in one document. */
  readonly outFile: string | undefined;
  /** A page with a place for each bench. */
  readonly pageFile: string | undefined;
};

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = { json: flag, quiet: flag, out: text, page: text } as const;

/** @returns all benches where none is named */
export function parseCommand(
  words: readonly string[],
  all: readonly Bench[],
): Command | { readonly refusal: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS });
    const unknown = positionals.find((name) => !all.some((bench) => bench.name === name));
    if (unknown !== undefined)
      return { refusal: `there is no bench "${unknown}": choose from ${namesOf(all)}` };
    const benches = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    const { json, quiet, out, page } = values;
    return { benches, json, quiet, outFile: out, pageFile: page };
  } catch (error) {
    return {
      refusal: `${(error as Error).message}\nusage: bench [${namesOf(all)}] [--json] [--quiet] [--out FILE] [--page FILE]`,
    };
  }
}

function namesOf(benches: readonly Bench[]): string {
  return benches.map(({ name }) => name).join(' | ');
}
