import { SERVED } from '@moving-ground/judge';
import type { RunReport } from '../run-report.ts';
import { between, figure, grouped, marketTime, signed } from './number-text.ts';
import { escapeHtml } from './escape-html.ts';
import { answerBox, page, table } from './page.ts';
import { runPictures } from './run-pictures.ts';

/** A kept run as a page to read. */
export function runPage(report: RunReport): string {
  const title = `Backtest ${report.runId}: ${report.recordings.map(({ file }) => file).join(', ')}`;
  const parts = [
    freshnessBox(report),
    report.paperLabel ? PAPER : '',
    '<h2>Does it know anything?</h2>',
    SKILL_NOTE,
    skillTable(report),
    '<h2>The fresh model against the others</h2>',
    comparisonTable(report),
    '<h2>Pictures</h2>',
    `<div class="pictures">${runPictures(report).join('\n')}</div>`,
    '<h2>The served model by score threshold</h2>',
    thresholdTable(report),
    '<h2>Batches</h2>',
    batchTable(report),
  ];
  return page(title, parts.join('\n'));
}

export const PAPER = answerBox(
  'Paper label',
  'Exits were tested on the side of the entry, as the article does: a "profit" has not paid the spread. Every expectancy on this page has: it is what a real account would have got, in price units an order.',
  'warning',
);

const SKILL_NOTE =
  '<p>Each model scored only orders that were opened after it had learned. The statement rests on blocks of time at least as long as the longest holding time and the window together, and says better or worse only where chance would do the same in at most the level’s share of cases. The statement on the served model is the one that counts: each has the level by itself, so of ten models that know nothing one or another is called better, or worse, more often than that. Not placing any order has an expectancy of 0.</p>';

function freshnessBox({ freshness, settings }: RunReport): string {
  const headline = `Does freshness pay here? ${freshness?.answer ?? 'cannot tell'}`;
  if (!freshness) return answerBox(headline, 'No model was promoted early enough to be compared.');
  const share = `${100 * settings.coverage} %`;
  return answerBox(
    headline,
    `The best model of each tuning against the first one, kept for ever, over ${freshness.batches} batches, each flagging ${share} of the orders: ` +
      `precision ${figure(freshness.precision)} against ${figure(freshness.otherPrecision)}, a difference of ` +
      `${signed(freshness.difference)} (${between(freshness.interval)}). ${capital(freshness.reason)}.`,
  );
}

export function skillTable({ roles }: Pick<RunReport, 'roles'>): string {
  const head = [
    'model',
    'statement',
    'precision',
    'base rate',
    'difference',
    'interval',
    'least that would show',
  ];
  const more = ['flagged', 'of', 'expectancy', 'its interval', 'blocks', 'calibration error'];
  const rows = roles.map(({ role, skill, reliability }) => [
    role,
    skill.statement,
    figure(skill.precision),
    figure(skill.baseRate),
    signed(skill.difference),
    between(skill.interval),
    figure(skill.minimumDetectable),
    grouped(skill.flagged),
    grouped(skill.rows),
    signed(skill.expectancy),
    between(skill.expectancyInterval),
    `${skill.flaggedBlocks} x ${grouped(skill.blockSeconds)} s`,
    figure(reliability.calibrationError),
  ]);
  const why = reasons(roles.map(({ role, skill }) => ({ role, reason: skill.reason })));
  return table([...head, ...more], rows, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) + why;
}

function comparisonTable({ comparisons }: RunReport): string {
  const head = [
    'against',
    'is fresh better?',
    'difference',
    'interval',
    'precision',
    'of the other',
    'expectancy',
    'of the other',
    'batches',
  ];
  const rows = comparisons.map((one) => [
    one.role,
    one.answer,
    signed(one.difference),
    between(one.interval),
    figure(one.precision),
    figure(one.otherPrecision),
    signed(one.expectancy),
    signed(one.otherExpectancy),
    String(one.batches),
  ]);
  return table(head, rows, [2, 3, 4, 5, 6, 7, 8]) + reasons(comparisons);
}

/** Why each says what it says. */
function reasons(said: readonly { readonly role: string; readonly reason: string }[]): string {
  const items = said.map(({ role, reason }) => `<li><b>${escapeHtml(role)}</b>: ${escapeHtml(reason)}</li>`);
  return `<ul class="why">${items.join('\n')}</ul>`;
}

export function thresholdTable({ roles }: Pick<RunReport, 'roles'>): string {
  const served = roles.find(({ role }) => role === SERVED);
  const head = [
    'score at least',
    'true +',
    'false +',
    'true -',
    'false -',
    'precision',
    'recall',
    'expectancy',
    '',
  ];
  const rows = (served?.thresholds ?? []).map((at) => [
    figure(at.threshold, 2),
    grouped(at.truePositives),
    grouped(at.falsePositives),
    grouped(at.trueNegatives),
    grouped(at.falseNegatives),
    figure(at.precision),
    figure(at.recall),
    signed(at.expectancy),
    at.threshold === served?.article.threshold ? 'the article’s view' : '',
  ]);
  return table(head, rows, [0, 1, 2, 3, 4, 5, 6, 7]);
}

function batchTable({ batches }: RunReport): string {
  const head = [
    'batch',
    'last closing (UTC)',
    'orders',
    'base rate',
    'scored',
    'opened too early',
    'without row',
    'effective labels',
    'verdict',
    'why',
  ];
  const rows = batches.map((step) => [
    String(step.number + 1),
    marketTime(step.lastCloseMs),
    grouped(step.orders),
    figure(step.baseRate),
    grouped(step.scored),
    grouped(step.openedTooEarly),
    grouped(step.withoutRow),
    figure(step.effectiveSampleSize, 1),
    step.verdict,
    step.reason,
  ]);
  return table(head, rows, [0, 2, 3, 4, 5, 6, 7]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
