import { SERVED } from '@moving-ground/judge';
import { figure, grouped, marketTime, signed } from '../report/number-text.ts';
import { answerBox, page, table } from '../report/page.ts';
import { rolePictures } from '../report/run-pictures.ts';
import { PAPER, skillTable, thresholdTable } from '../report/run-page.ts';
import type { SkillReport } from './skill-report.ts';

/** The deployed models' report as a page to read. */
export function skillPage(report: SkillReport): string {
  const served = report.roles.find(({ role }) => role === SERVED);
  const parts = [
    answerBox(
      `Does what is deployed know anything? ${capital(served?.skill.statement ?? 'cannot tell')}`,
      served?.skill.reason ?? 'No batch came after a model.',
    ),
    report.paperLabel ? PAPER : '',
    ...report.leftOut.map((why) => answerBox('Left out', why, 'warning')),
    '<h2>The model that served, and others on the same orders</h2>',
    NOTE,
    skillTable(report),
    '<h2>Pictures</h2>',
    `<div class="pictures">${rolePictures(report).join('\n')}</div>`,
    '<h2>The served model by score threshold</h2>',
    thresholdTable(report),
    '<h2>Batches</h2>',
    batchTable(report),
  ];
  return page(`Skill of what ${report.bucket} deployed`, parts.join('\n'));
}

const NOTE =
  '<p>Each model scored only orders that were opened after everything it had learned from was over. Statements rest on blocks of time, not on orders; of several models that know nothing one or another is called better, or worse, more often than the level says. A single batch can tell next to nothing.</p>';

function batchTable({ batches }: SkillReport): string {
  const head = [
    'batch',
    'last closing (UTC)',
    'served by',
    'age of its data',
    'orders',
    'scored',
    'opened too early',
  ];
  const more = ['without row', 'precision', 'base rate', 'expectancy', 'statement'];
  const rows = batches.map((step) => [
    step.batchId,
    marketTime(step.lastCloseMs),
    step.servedBy,
    `${grouped(step.modelAgeSeconds)} s`,
    grouped(step.orders),
    grouped(step.scored),
    grouped(step.openedTooEarly),
    grouped(step.withoutRow),
    figure(step.skill.precision),
    figure(step.skill.baseRate),
    signed(step.skill.expectancy),
    step.skill.statement,
  ]);
  return table([...head, ...more], rows, [3, 4, 5, 6, 7, 8, 9, 10]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
