import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { freshFolder, startLoop, type Loop } from '@moving-ground/end-to-end/loop';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { openView, VIEWS } from './views.ts';

/** 600 orders at five a second are two minutes of market: at 60 times real time a model within half a minute. */
const SMALL = ['--batch-size', '600', '--lags', '20', '--speed', '60'].concat(
  ['tuning.maxJobs=4', 'promotion.minSupport=1', 'promotion.minRecall=0'].flatMap((set) => ['--set', set]),
);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

/** What WCAG 2.2 AA and axe's own best practices hold against the page. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async (source) => {
    // The page allows no script but its own: axe comes in by the debugger.
    (0, eval)(source);
    const { axe: run } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await run.run()).violations;
  }, axe);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

const LONG = { timeout: 90_000 };

describe.skipIf(chromiumPath === undefined)(
  `the page${chromiumPath === undefined ? ' (there is no Chromium: install it, or name one in GROUND_CHROMIUM)' : ''}`,
  { timeout: 180_000 },
  () => {
    let loop: Loop;
    let browser: Browser;
    let url: string;
    let page: Page;
    let foreign: string[];
    let errors: string[];

    beforeAll(async () => {
      loop = startLoop('--data', freshFolder(), ...SMALL);
      browser = await openBrowser();
      url = String((await loop.event(({ event }) => event === 'page-ready'))['url']);
      ({ page, foreign, errors } = await openView(browser, url, VIEWS[0]!));
    }, 120_000);

    afterAll(async () => {
      await browser.close();
      await loop.interrupt();
    });

    it('says what is not there yet', async () => {
      await page.getByText('No model serves yet.').waitFor(LONG);
      await page.getByText('Scores begin with the first model.').waitFor(LONG);
    });

    it('shows the market as it comes', async () => {
      const bid = page.locator('[data-test="bid"]');
      await page.waitForFunction(
        () => document.querySelector('[data-test="bid"]')?.textContent !== '–',
        null,
        LONG,
      );
      const first = await bid.textContent();
      await page.waitForFunction(
        (was) => document.querySelector('[data-test="bid"]')?.textContent !== was,
        first,
        LONG,
      );
      await page.locator('#market canvas').waitFor(LONG);
    });

    it('counts towards the batch and follows the run through its states', async () => {
      await page.waitForFunction(() => Number(document.querySelector('progress')?.value) > 0, null, LONG);
      await page.locator('[data-state="running"], [data-state="done"]').first().waitFor(LONG);
      await page.locator('[data-state="done"]', { hasText: 'TuneModel' }).waitFor(LONG);
    });

    it('draws every training of the tuning and marks the best', async () => {
      await page.waitForFunction(() => document.querySelectorAll('#tuning circle').length === 4, null, LONG);
      expect(await page.locator('#tuning circle.best').count()).toBe(1);
      await page.getByRole('button', { name: '1 parameters' }).click();
      await page.getByText('learning_rate', { exact: true }).waitFor(LONG);
    });

    it('shows the model, and its threshold moves what is flagged', async () => {
      const flagged = page.locator('[data-test="true-positives"]');
      await flagged.waitFor(LONG);
      const slide = (to: 'min' | 'max'): Promise<void> =>
        page.locator('#threshold').evaluate((input: HTMLInputElement, end) => {
          input.value = input[end];
          input.dispatchEvent(new Event('input', { bubbles: true }));
        }, to);
      await slide('min');
      const all = Number((await flagged.textContent())?.replace(',', ''));
      expect(all).toBeGreaterThan(0);
      await slide('max');
      await page.waitForFunction(
        () => document.querySelector('[data-test="true-positives"]')?.textContent === '0',
        null,
        LONG,
      );
      expect(await page.locator('#threshold').getAttribute('aria-valuetext')).toMatch(
        /^more than any: 0 of /,
      );
      expect(await page.locator('[data-test="freshness"]').textContent()).not.toBe('no model yet');
    });

    it('shows the score of the present second once there is a model', async () => {
      await page.waitForFunction(
        () =>
          /^0\.\d{4}$|^1\.0000$/.test(document.querySelector('[data-test="live-score"]')?.textContent ?? ''),
        null,
        LONG,
      );
    });

    it('says of what is deployed what later batches say, and nothing more', async () => {
      const statement = page.locator('#model .statement');
      await statement.waitFor(LONG);
      expect(await statement.textContent()).toMatch(/^(better than the base rate|worse|cannot tell)$/);
      expect(await page.locator('#model .skill .note').textContent()).toMatch(
        /Over \d+ batches up to 20\d\d-/,
      );
    });

    it('says what the run would cost on AWS', async () => {
      expect(await page.locator('.run-detail .note').textContent()).toMatch(
        /^On AWS (about \$0\.\d\d|less than)/,
      );
    });

    it('tells the decision of the run that is looked at', async () => {
      await page.locator('.runs button', { hasText: 'promoted' }).last().click();
      const told = page.locator('.run-detail .decision .mark');
      await told.waitFor(LONG);
      expect(await told.textContent()).toMatch(/^(promote|retain)$/);
      expect(await page.locator('.run-detail .decision').textContent()).toMatch(/precision|champion/);
      const name = await page.locator('.run-detail h3').textContent();
      await page.locator('#tuning .panel-head', { hasText: `${name}: 4 of 4 trainings` }).waitFor(LONG);
    });

    it('lists the last scores with what became of them', async () => {
      const row = page.locator('#live tbody tr').last();
      await row.waitFor(LONG);
      expect(await row.textContent()).toMatch(/^\d\d:\d\d:\d\d/);
    });

    it('opens a state by keyboard with its input and output', async () => {
      await page.locator('[aria-label^="CheckBatch"]').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'CheckBatch' }).waitFor(LONG);
      await page.getByText('Output', { exact: true }).click();
      expect(await page.locator('.detail pre').last().textContent()).toContain('batchId');
    });

    it('runs a batch again only with the token', async () => {
      const batch = (await (await fetch(`${url}/api/runs/none`)).json()) as { error: string };
      expect(batch.error).toContain('there is no run "none"');
      const answer = await fetch(`${url}/api/batches/20260105t000000-00000000/run`, {
        method: 'POST',
        headers: { authorization: 'Bearer wrong' },
      });
      expect(answer.status).toBe(401);
    });

    it('answers no other site', async () => {
      const stranger = await fetch(`${url}/api/model`, { headers: { origin: 'https://example.org' } });
      expect(stranger.status).toBe(403);
    });

    it.each(VIEWS)('is accessible and fits at $name', async (view) => {
      const { page: other, errors: wrong } = await openView(browser, url, view);
      await other.locator('[data-test="precision"]').waitFor(LONG);
      await other.locator('#market canvas').waitFor(LONG);
      expect(await violations(other)).toEqual([]);
      const wide = await other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(wrong).toEqual([]);
      await other.close();
    });

    it('asked nobody but its own server, and nothing went wrong in it', () => {
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    });

    it('says so when the loop has ended', async () => {
      await loop.interrupt();
      await page.getByText('disconnected, trying again').waitFor(LONG);
      expect(await page.getByRole('alert').first().textContent()).toMatch(/^Disconnected since 20\d\d-/);
      expect(await violations(page)).toEqual([]);
    });
  },
);
