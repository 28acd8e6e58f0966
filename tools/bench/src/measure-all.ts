import { keepDrawing, Progress, type ProgressOutput } from '@moving-ground/terminal';
import type { Bench, Result } from './bench.ts';
import { measureApart } from './measure-apart.ts';

/**
 * One bench after the other; each result is told as soon as it is there, and how far all of them are meanwhile.
 * @param output undefined where no progress is wanted
 */
export async function measureAll(
  benches: readonly Pick<Bench, 'name'>[],
  tell: (result: Result) => void,
  output: ProgressOutput | undefined,
): Promise<readonly Result[]> {
  const progress = new Progress(benches.length, output ?? SILENT);
  const drawing = keepDrawing(progress);
  const results: Result[] = [];
  for (const [place, { name }] of benches.entries()) {
    progress.again(name);
    const result = await measureApart(name, (done, total) => {
      // A bench is over with its result, not with its last turn.
      if (done < total) progress.reached(place + done / total, `${name}, ${done} of ${total}`);
    });
    results.push(result);
    progress.aside(() => tell(result));
    progress.reached(place + 1, name);
  }
  drawing[Symbol.dispose]();
  return results;
}

const SILENT: ProgressOutput = {
  isTerminal: false,
  columns: 0,
  write: () => undefined,
  now: () => performance.now(),
};
