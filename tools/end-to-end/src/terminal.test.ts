import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder } from './loop.ts';
import { SMALL } from './small-batches.ts';

const root = join(import.meta.dirname, '../../..');

/** Runs a command in a terminal of 100 columns, and hands on what the terminal would show. */
const TERMINAL = `
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
while True:
    try:
        said = os.read(terminal, 65536)
    except OSError:
        break
    if not said:
        break
    os.write(1, said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

type Seen = { readonly code: number | null; readonly text: string };

function inTerminal(environment: Readonly<Record<string, string>>): Promise<Seen> {
  const loop = [
    process.execPath,
    'apps/ground/src/main.ts',
    'start',
    '--once',
    '--data',
    freshFolder(),
    ...SMALL,
  ];
  const child = spawn('python3', ['-c', TERMINAL, ...loop], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TERM: 'xterm-256color', ...environment },
  });
  let text = '';
  child.stdout.on('data', (said: Buffer) => (text += said.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, text })));
}

describe.skipIf(!hasPython())('in a terminal', () => {
  it('the loop is a view drawn in place, with its results above it and the cursor given back', async () => {
    const { code, text } = await inTerminal({});
    expect(code).toBe(0);
    expect(text).toContain('\u001b[?25l');
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
    expect(text).toMatch(/batch.*█+░*.* of /);
    expect(text).toMatch(/1 +[\d.]+ % +[\d.]+ %/);
    expect(text).toMatch(/of \d+ trainings(, \d+ failed)?, best validation precision/);
    expect(text).toMatch(/run \S+-1 ended after .*promoted/);
  }, 120_000);

  it('of a machine that keeps what is written it is a line for each event', async () => {
    const { code, text } = await inTerminal({ CI: 'true' });
    expect(code).toBe(0);
    expect(text).not.toContain('\u001b[');
    expect(text).toContain('prices are coming in');
  }, 120_000);
});
