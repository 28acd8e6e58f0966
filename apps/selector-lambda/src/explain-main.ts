import { EXIT, runCommand } from './command-line.ts';
import { explainDecision } from './explain/explain-decision.ts';
import { runStorage } from './wiring.ts';

/** `explain RUN`: what the run decided and why; exit code 1 when it is decided otherwise from what was stored. */
process.exitCode = await runCommand('explain', async ({ runId, bucket }) => {
  const { lines, isSame } = await explainDecision(runId, { storage: runStorage(), bucket });
  process.stdout.write(`${lines.join('\n')}\n`);
  return isSame ? EXIT.done : EXIT.failed;
});
