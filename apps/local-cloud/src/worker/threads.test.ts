import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Threads } from './threads.ts';

const SERVE = new URL('./serve-thread.ts', import.meta.url).href;
const SCRIPT = `
import { writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
writeFileSync(new URL('begun-' + threadId, import.meta.url), '');
import { serveThread } from '${SERVE}';
serveThread((ask, tell) => {
  if (ask === 'throw') throw new RangeError('too far');
  if (ask === 'hang') for (;;);
  if (ask === 'exit') process.exit(3);
  tell('begun ' + ask);
  return threadId;
});
`;

let folder: string;
let threads: Threads<string, number>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-threads-'));
  writeFileSync(join(folder, 'script.mjs'), SCRIPT);
  threads = new Threads(pathToFileURL(join(folder, 'script.mjs')), 1);
});

afterEach(async () => {
  await threads.close();
  rmSync(folder, { recursive: true });
});

/** The threads that have loaded the script, by their ids. */
function begun(): string[] {
  return readdirSync(folder).flatMap((name) => (name.startsWith('begun-') ? [name.slice(6)] : []));
}

describe('threads', () => {
  it('do one piece of work after another in the same thread, each heard by its own caller', async () => {
    const heard: unknown[] = [];
    const first = await threads.do('a', { heard: (message) => heard.push(`1 ${String(message)}`) });
    const second = await threads.do('b', { heard: (message) => heard.push(`2 ${String(message)}`) });
    expect(second).toBe(first);
    expect(heard).toEqual(['1 begun a', '2 begun b']);
  });

  it('that are prepared have begun before there is work', async () => {
    threads.prepare();
    threads.prepare();
    await expect.poll(() => begun().length).toBe(1);
    expect(String(await threads.do('a'))).toBe(begun()[0]);
    expect(begun()).toHaveLength(1);
  });

  it('do two pieces at once in two', async () => {
    const [one, other] = await Promise.all([threads.do('a'), threads.do('b')]);
    expect(one).not.toBe(other);
  });

  it('tell what the work throws, and go on', async () => {
    const first = await threads.do('a');
    await expect(threads.do('throw')).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
    expect(await threads.do('a')).toBe(first);
  });

  it('end a piece that is stopped, and begin the next one in a new thread', async () => {
    const first = await threads.do('a');
    const hanging = threads.do('hang', { signal: AbortSignal.timeout(50) });
    await expect(hanging).rejects.toMatchObject({ name: 'WorkStopped' });
    await expect(threads.do('a', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'WorkStopped',
    });
    expect(await threads.do('a')).not.toBe(first);
  });

  it('say when a thread ends without an answer', async () => {
    await expect(threads.do('exit')).rejects.toThrow(/script\.mjs ended with code 3 and no answer/);
    expect(await threads.do('a')).toBeGreaterThan(0);
  });
});
