import { readFileSync, writeFileSync } from 'node:fs';
import { resultText, type Result } from './bench.ts';
import { BENCHES } from './benches.ts';
import { parseCommand } from './command.ts';
import { describeMachine } from './machine.ts';
import { measureApart } from './measure-apart.ts';
import { withResult } from './result-page.ts';

const command = parseCommand(process.argv.slice(2), BENCHES);
if ('refusal' in command) {
  process.stderr.write(`${command.refusal}\n`);
  process.exit(2);
}
const machine = describeMachine();
process.stdout.write(`${JSON.stringify(machine, null, 2)}\n\n`);
const results: Result[] = [];
for (const { name } of command.benches) {
  const result = await measureApart(name);
  results.push(result);
  process.stdout.write(`${resultText(result)}\n`);
}
if (command.jsonFile) writeFileSync(command.jsonFile, `${JSON.stringify({ machine, results }, null, 2)}\n`);
if (command.pageFile) {
  const page = readFileSync(command.pageFile, 'utf8');
  writeFileSync(
    command.pageFile,
    results.reduce((text, result) => withResult(text, result, machine), page),
  );
}
