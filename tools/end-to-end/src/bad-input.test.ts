import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder, Loop, startLoop } from './loop.ts';
import { quotesFile, recordedLines } from './recorded-quotes.ts';
import { SMALL } from './small-batches.ts';
import { storedObjects } from './stored-objects.ts';

const WITHIN_MS = 60_000;
const oneSentence = /^ground: [^\n]+\n$/;

describe('what cannot be used', { timeout: WITHIN_MS }, () => {
  it('is a row of a recording: file, line and value are named and nothing is staged', async () => {
    const lines = recordedLines(1000, 1);
    lines[700] = (lines[700] ?? '').replace(/,[\d.]+$/, ',cheap');
    const [file, data] = [quotesFile(lines), freshFolder()];
    const { code, stderr } = await startLoop('--once', '--replay', file, '--data', data, ...SMALL).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(oneSentence);
    for (const named of [file, '701', 'cheap']) expect(stderr).toContain(named);
    expect([...storedObjects(data).keys()]).toEqual([]);
  });

  it('is a flag that does not exist: the nearest is named', async () => {
    const { code, stderr } = await startLoop('--lag', '3').ended;
    expect(code).toBe(2);
    expect(stderr).toBe('ground: there is no flag --lag: did you mean --lags?\n');
  });

  it('is a setting that does not exist: the nearest is named', async () => {
    const { code, stderr } = await startLoop('--set', 'bot.takeProft=3').ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(oneSentence);
    expect(stderr).toMatch(/takeProft.*takeProfit/);
  });

  it('is a Spark that is not installed: what to install is told before anything is started', async () => {
    const words = [
      'start',
      '--json',
      '--once',
      '--data',
      freshFolder(),
      '--set',
      'extraction.localGlue=spark',
    ];
    const absent = { GROUND_GLUE_PYTHON: '/no/python' };
    const { code, stderr, events } = await new Loop('apps/ground/src/main.ts', words, absent).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(oneSentence);
    expect(stderr).toMatch(/no Python at \/no\/python: .*glue-etl:environment/);
    expect(events).toEqual([]);
  });

  it('is a port in use', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = String((server.address() as AddressInfo).port);
    const data = freshFolder();
    const { code, stderr } = await startLoop('--once', '--port', port, '--data', data).ended;
    server.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(oneSentence);
    expect(stderr).toContain(port);
    expect([...storedObjects(data).keys()]).toEqual([]);
  });

  it('is a port in use for the page: what was brought up before is ended', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = String((server.address() as AddressInfo).port);
    const loop = startLoop('--page-port', port, '--data', freshFolder());
    const { url } = await loop.event(({ event }) => event === 'local-cloud-ready');
    const { code, stderr } = await loop.ended;
    server.close();
    expect(code).toBe(1);
    expect(stderr).toContain(port);
    await expect(fetch(String(url))).rejects.toThrow('fetch failed');
  });

  it('is a data folder below a file', async () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    const data = join(file, 'data');
    const { code, stderr } = await startLoop('--once', '--data', data).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(oneSentence);
    expect(stderr).toContain(`the data folder ${data} cannot be written`);
  });

  it('is a recording too short for a batch: exit code 3 with the reason', async () => {
    const file = quotesFile(recordedLines(60, 1));
    const ended = await startLoop('--once', '--replay', file, '--data', freshFolder(), ...SMALL).ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(3);
    expect(ended.events.at(-1)).toEqual({ event: 'data-ended', outcomes: {}, batches: 0 });
  });

  it('is a secret that is not there: its name is told', async () => {
    const loop = startLoop('--data', freshFolder(), ...SMALL);
    const ready = await loop.event(({ event }) => event === 'local-cloud-ready');
    const streamer = new Loop('apps/streamer/src/main.ts', [], {
      GROUND_CONFIGURATION: '{}',
      GROUND_BUCKET: String(ready['bucket']),
      GROUND_SECRET_NAME: 'moving-ground/forgotten',
      GROUND_IG_URL: `${String(ready['url'])}/gateway/deal`,
      GROUND_STORE: join(freshFolder(), 'market.sqlite'),
      AWS_ENDPOINT_URL: String(ready['url']),
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    const { code, stderr } = await streamer.ended;
    await loop.interrupt();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^streamer: [^\n]*"moving-ground\/forgotten"[^\n]*\n$/);
  });
});
