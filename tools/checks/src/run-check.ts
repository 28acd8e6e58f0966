import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type CheckResult = { readonly name: string; readonly passed: boolean };

/** Runs commands (a module below node_modules and its words) one after the other; prints what a failing one said. */
export async function runCheck(
  root: string,
  name: string,
  ...commands: readonly string[][]
): Promise<CheckResult> {
  for (const [module = '', ...words] of commands) {
    const { code, output } = await run(root, [join(root, 'node_modules', module), ...words]);
    if (code === 0) continue;
    console.log(output);
    return { name, passed: false };
  }
  console.log(`ok: ${name}`);
  return { name, passed: true };
}

function run(root: string, words: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, NX_DAEMON: 'false' } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => {
    child.on('close', (code) => {
      done({ code, output });
    });
  });
}
