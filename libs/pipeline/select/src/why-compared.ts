import type { Obstacle } from './compare-on-test.ts';
import { COMPARED, type Compared, type Comparison, type ModelOnTest } from './comparison.ts';

const WORDS: Readonly<Record<Compared, string>> = {
  precision: 'precision',
  expectancy: 'expectancy after the spread',
  logLoss: 'log-loss',
};

/** A comparison in a sentence or two. */
export function whyCompared(
  verdict: Comparison['verdict'],
  obstacle: Obstacle,
  found: Omit<Comparison, 'verdict' | 'reason'>,
): string {
  if (verdict === 'no-champion') return 'there is no champion to compare it with';
  if (obstacle === 'other-schema')
    return 'the champion cannot be compared: it was trained on other columns (another schema hash)';
  if (verdict === 'not-comparable') return `the two cannot be compared${refusals(found)}`;
  const where = `each flagging ${found.flaggedRows} of the ${found.rows} rows of the test part`;
  return `${how(verdict, found)}, ${where}: ${numbers(found)}${refusals(found)}`;
}

function how(verdict: Comparison['verdict'], { worseIn }: Pick<Comparison, 'worseIn'>): string {
  if (verdict === 'not-worse') return 'the challenger is not worse than the champion by more than the margin';
  const words = worseIn.map((what) => WORDS[what]).join(' and ');
  return `the challenger is worse than the champion by more than the margin in ${words}`;
}

function numbers({
  challenger,
  champion,
  margins,
  baseRateLogLoss,
}: Pick<Comparison, 'challenger' | 'champion' | 'margins' | 'baseRateLogLoss'>): string {
  return COMPARED.map((what) => {
    const [own, others] = [challenger[what], champion?.[what] ?? null];
    if (own === null || others === null) return `${WORDS[what]} not known of both`;
    const margin = margins[what] === null ? 'no margin' : `margin ${short(margins[what])}`;
    const known = what === 'logLoss' ? `, the base rate's ${short(baseRateLogLoss)}` : '';
    return `${WORDS[what]} ${short(own)} against ${short(others)} (${margin}${known})`;
  }).join(', ');
}

function refusals({ challenger, champion }: Pick<Comparison, 'challenger' | 'champion'>): string {
  return refused('challenger', challenger) + (champion ? refused('champion', champion) : '');
}

function refused(who: 'challenger' | 'champion', { refusal }: ModelOnTest): string {
  if (refusal === null) return '';
  const where = who === 'champion' ? ", on its own run's test part" : '';
  return `; of the ${who} only the service's own metrics are known${where}: ${refusal}`;
}

function short(value: number): string {
  return value.toFixed(4);
}
