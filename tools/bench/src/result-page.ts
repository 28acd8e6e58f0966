import { resultText, type Result } from './bench.ts';
import type { Machine } from './machine.ts';

/** The page has no place for the bench. */
export class NoPlace extends Error {
  override readonly name = 'NoPlace';
}

/** The page with this result between the two comments that name its bench; everything else stays. @throws NoPlace */
export function withResult(page: string, result: Result, machine: Machine): string {
  const [begin, end] = [`<!-- ${result.name}, begin -->`, `<!-- ${result.name}, end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new NoPlace(`the page has no place for ${result.name}: give it ${begin} and ${end}`);
  const fence = '```';
  const place = `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, node ${machine.versions['node'] ?? ''}, commit ${machine.commit}`;
  const body = `\n${fence}text\n${resultText(result).trimEnd()}\n\n  on ${place}\n${fence}\n\n`;
  return page.slice(0, from + begin.length) + `\n${body}` + page.slice(to);
}
