import { readFileSync, writeFileSync } from 'node:fs';
import { progressOn } from '@moving-ground/terminal';
import { resultText, type Result } from './bench.ts';
import { BENCHES } from './benches.ts';
import { parseCommand } from './command.ts';
import { describeMachine } from './machine.ts';
import { measureAll } from './measure-all.ts';
import { withResult } from './result-page.ts';

const command = parseCommand(process.argv.slice(2), BENCHES);
if ('refusal' in command) {
  process.stderr.write(`${command.refusal}\n`);
  process.exit(2);
}
const { json, quiet, outFile, pageFile } = command;
const machine = describeMachine();
process.stdout.write(json ? `${JSON.stringify({ machine })}\n` : `${JSON.stringify(machine, null, 2)}\n\n`);
const tell = (result: Result): void =>
  void process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${resultText(result)}\n`);
const isSilent = json || quiet;
const progress = isSilent ? undefined : progressOn(process.stderr, () => performance.now());
const results = await measureAll(command.benches, tell, progress);
if (outFile) writeFileSync(outFile, `${JSON.stringify({ machine, results }, null, 2)}\n`);
if (pageFile) {
  const page = readFileSync(pageFile, 'utf8');
  writeFileSync(
    pageFile,
    results.reduce((text, result) => withResult(text, result, machine), page),
  );
}
