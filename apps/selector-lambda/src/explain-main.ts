import { EXIT, runCommand } from './command-line.ts';
import { explainDecision } from './explain/explain-decision.ts';
import { runStorage } from './wiring.ts';

/** `explain RUN [--json]`: what the run decided and why; exit code 1 when it is decided otherwise from what was stored. */
process.exitCode = await runCommand('explain', async ({ runId, bucket, json }) => {
  const explanation = await explainDecision(runId, { storage: runStorage(), bucket });
  const { lines, isSame, differences, record } = explanation;
  const told = { event: 'explanation', runId, isSame, differences, decision: record };
  process.stdout.write(`${json ? JSON.stringify(told) : lines.join('\n')}\n`);
  return isSame ? EXIT.done : EXIT.failed;
});
