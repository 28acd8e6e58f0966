import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoop } from '@moving-ground/end-to-end/loop';
import { chromiumPath, openBrowser } from '@moving-ground/page-views';
import type { Browser } from 'playwright-core';
import type { Outcome } from '../bench.ts';
import type { Told } from '../contest.ts';
import { spreadOf } from '../spread.ts';
import { aligned, digits, type Row } from '../table.ts';

const TURNS = 7;

/** One first visit: nothing is in the browser's cache. */
type Visit = {
  /** Of everything until prices are shown, as it came over the wire. */
  readonly kilobytes: number;
  readonly requests: number;
  readonly paintMs: number;
  /** From the navigation until a price is shown and a click would be taken. */
  readonly interactiveMs: number;
};

/** First visits to the page of a loop that runs and has a model, on the same machine. */
export async function page(told: Told): Promise<Outcome> {
  const data =
    'the page of a running loop with a model, browser and loop on one machine; each visit with an empty cache';
  if (chromiumPath === undefined) return { data, text: '  not run: there is no Chromium', figures: {} };
  const folder = mkdtempSync(join(tmpdir(), 'moving-ground-bench-'));
  const loop = startLoop('--data', folder, '--batch-size', '1000', '--speed', '60');
  const browser = await openBrowser();
  try {
    const { url } = await loop.event(({ event }) => event === 'page-ready');
    await loop.event(({ event }) => event === 'report');
    const visits: Visit[] = [];
    for (let turn = 1; turn <= TURNS; turn++) {
      visits.push(await visit(browser, String(url)));
      told(turn, TURNS);
    }
    return { data, text: textOf(visits), figures: { visits } };
  } finally {
    await browser.close();
    await loop.interrupt();
    rmSync(folder, { recursive: true, force: true });
  }
}

type InPage = {
  readonly document: { querySelector(selector: string): { readonly textContent: string } | null };
};

/** Runs in the page, which evaluates no text: when a price is there, the milliseconds since the navigation. */
function priceShown(): number | false {
  const { document } = globalThis as unknown as InPage;
  const bid = document.querySelector('[data-test="bid"]')?.textContent ?? '–';
  return bid !== '–' && performance.now();
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const view = await context.newPage();
  const network = await context.newCDPSession(view);
  await network.send('Network.enable');
  let [bytes, requests] = [0, 0];
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await view.goto(url, { waitUntil: 'commit' });
  const interactiveMs = await view.waitForFunction(priceShown);
  const paintMs = await view.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  );
  const seen = {
    kilobytes: bytes / 1000,
    requests,
    paintMs,
    interactiveMs: Number(await interactiveMs.jsonValue()),
  };
  await context.close();
  return seen;
}

function textOf(visits: readonly Visit[]): string {
  const row = (name: string, of: (visit: Visit) => number, unit: string): Row => {
    const { min, median, max } = spreadOf(visits.map(of));
    return [name, '', ...[min, median, max].map(digits), unit];
  };
  return aligned([
    ['', '', 'min', 'median', 'max', 'unit'],
    row('over the wire, compressed', ({ kilobytes }) => kilobytes, 'kB'),
    row('requests', ({ requests }) => requests, ''),
    row('first contentful paint', ({ paintMs }) => paintMs, 'ms'),
    row('interactive, with a price', ({ interactiveMs }) => interactiveMs, 'ms'),
  ]);
}
