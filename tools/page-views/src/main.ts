import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshFolder, startLoop } from '@moving-ground/end-to-end/loop';
import { openBrowser } from './browser.ts';
import { openView, VIEWS } from './views.ts';

const HIGHER_THAN_THE_PAGE = 8000;
const SECTIONS = ['market', 'loop', 'tuning', 'model', 'live'];

/** Photographs each view of a loop with its first model: the whole page and each part of it. */
async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const loop = startLoop('--data', freshFolder(), '--speed', '60');
  const browser = await openBrowser();
  try {
    const { url } = await loop.event(({ event }) => event === 'page-ready');
    console.log('waiting for the first model');
    await loop.event(({ event }) => event === 'report');
    for (const view of VIEWS) {
      const { page } = await openView(browser, String(url), view);
      await page.waitForSelector('[data-test="precision"]');
      await page.waitForSelector('#live path.second');
      await page.screenshot({ path: join(folder, `${view.name}.png`), fullPage: true });
      // A part that is scrolled to lies below the header, or moves while it is photographed: nothing is scrolled.
      await page.setViewportSize({ width: view.width, height: HIGHER_THAN_THE_PAGE });
      for (const section of SECTIONS)
        await page.locator(`#${section}`).screenshot({ path: join(folder, `${view.name}-${section}.png`) });
      await page.close();
      console.log(`${view.name}: ${folder}`);
    }
  } finally {
    await browser.close();
    await loop.interrupt();
  }
}

await main(resolve(process.argv[2] ?? 'tmp/photographs'));
