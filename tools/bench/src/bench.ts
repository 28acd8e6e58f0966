import { play, type Contest, type Entry, type Told } from './contest.ts';
import { load } from './machine.ts';
import { figureOf, contestTable, candidateRatio, digits } from './table.ts';

export type Bench = {
  readonly name: string;
  readonly title: string;
  /** What is aimed at, with its peer where it has one. */
  readonly toReach: string;
  readonly run: (told: Told) => Promise<Outcome>;
};

export type Outcome = {
  readonly data: string;
  /** The table, for people. */
  readonly text: string;
  /** The same and every single turn, for programs. */
  readonly figures: object;
};

export type Result = Outcome & {
  readonly name: string;
  readonly title: string;
  readonly toReach: string;
  readonly loadBefore: number;
  readonly loadAfter: number;
};

export async function measure({ name, title, toReach, run }: Bench, told: Told): Promise<Result> {
  const loadBefore = load();
  const outcome = await run(told);
  return { name, title, toReach, loadBefore, loadAfter: load(), ...outcome };
}

export async function contestOutcome(contest: Contest, told: Told): Promise<Outcome> {
  const entries = await play(contest, told);
  const candidate = entries.find(({ role }) => role === 'candidate');
  const figures = {
    unit: contest.unit,
    entries: entries.map((entry) => figuresOf(contest, entry, candidate)),
    absent: contest.absent,
  };
  return { data: contest.data, text: contestTable(contest, entries), figures };
}

function figuresOf(contest: Contest, entry: Entry, candidate: Entry | undefined): object {
  return {
    ...entry,
    ...figureOf(contest, entry),
    candidateRatio: candidateRatio(contest, entry, candidate),
  };
}

export function resultText({ name, title, data, text, toReach, loadBefore, loadAfter }: Result): string {
  const heads = [
    `${name}: ${title}`,
    `  data: ${data}`,
    `  to reach: ${toReach}`,
    `  load of the machine: ${digits(loadBefore)} before, ${digits(loadAfter)} after`,
  ];
  return `${heads.join('\n')}\n\n${text}\n`;
}
