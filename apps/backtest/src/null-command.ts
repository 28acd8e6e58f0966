import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine } from './command-line.ts';
import type { Console } from './console.ts';
import { nullPage } from './report/null-page.ts';
import { openPieces } from './work/open-pieces.ts';
import { readSession } from './market/recorded-session.ts';
import type { HashedRecording } from './null/null-task.ts';
import { nullPlan } from './null/null-plan.ts';
import { nullLine, type NullReport } from './report/null-report.ts';
import { NULL_SIZE } from './null/null-settings.ts';
import { nullTable, withNullTable } from './report/null-table.ts';

/** Runs every seed of every market, prints the table and keeps it as HTML, JSON and Markdown. */
export async function nullCommand(line: CommandLine, console: Console): Promise<void> {
  const recordings = await hashed(line.replay);
  const plan = nullPlan(NULL_SIZE, { seeds: line.seeds, alpha: line.alpha, recordings });
  const total = plan.reduce((sum, { tasks }) => sum + tasks.length, 0);
  console.say(`${plan.length} markets, ${line.seeds} seeds each: ${plan.map(({ name }) => name).join(', ')}`);
  if (line.replay.length === 0) console.say('no --replay: the null of turned signs is left out');
  await using pieces = openPieces(line, total, console);
  const lines = await Promise.all(
    plan.map(async ({ name, tasks }) => {
      const run = tasks.map((task) =>
        pieces.runner.run({ kind: 'null', task }, `${name}, seed ${task.seed}`),
      );
      return nullLine(name, await Promise.all(run));
    }),
  );
  const names = line.replay.map((file) => file.split('/').at(-1) ?? file);
  const report = { alpha: line.alpha, size: { ...NULL_SIZE }, recordings: names, lines };
  tell(report, line, console);
}

/** Read once before anything is begun, so that a recording that cannot be used is told at once. */
async function hashed(files: readonly string[]): Promise<readonly HashedRecording[]> {
  if (files.length === 0) return [];
  const { hashes } = await readSession(files, 60);
  return files.map((file, i) => ({ file, sha256: hashes[i] ?? '' }));
}

function tell(report: NullReport, line: CommandLine, console: Console): void {
  const table = nullTable(report);
  const folder = line.out ?? join(line.state, 'null');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'report.md'), `${table}\n`);
  writeFileSync(join(folder, 'report.html'), nullPage(report));
  if (line.write !== undefined)
    writeFileSync(line.write, withNullTable(readFileSync(line.write, 'utf8'), table));
  console.result(line.json ? JSON.stringify({ event: 'null', ...report }) : table);
  console.say(`kept in ${folder}`);
}
