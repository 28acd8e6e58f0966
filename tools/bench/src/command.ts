import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

export type Command = {
  readonly benches: readonly Bench[];
  readonly jsonFile: string | undefined;
  /** A page with a place for each bench. */
  readonly pageFile: string | undefined;
};

/** @returns all benches where none is named */
export function parseCommand(
  words: readonly string[],
  all: readonly Bench[],
): Command | { readonly refusal: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { json: { type: 'string' }, page: { type: 'string' } },
    });
    const unknown = positionals.find((name) => !all.some((bench) => bench.name === name));
    if (unknown !== undefined)
      return { refusal: `there is no bench "${unknown}": choose from ${namesOf(all)}` };
    const benches = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { benches, jsonFile: values.json, pageFile: values.page };
  } catch (error) {
    return {
      refusal: `${(error as Error).message}\nusage: bench [${namesOf(all)}] [--json FILE] [--page FILE]`,
    };
  }
}

function namesOf(benches: readonly Bench[]): string {
  return benches.map(({ name }) => name).join(' | ');
}
