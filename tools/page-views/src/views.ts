import type { Browser, Page } from 'playwright-core';

export type View = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
};

export const VIEWS: readonly View[] = [
  { name: 'desktop', width: 1440, height: 900, theme: 'light' },
  { name: 'desktop-dark', width: 1440, height: 900, theme: 'dark' },
  { name: 'phone', width: 390, height: 844, theme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, theme: 'dark' },
  { name: 'wide', width: 1920, height: 1080, theme: 'light' },
  { name: 'wide-dark', width: 1920, height: 1080, theme: 'dark' },
];

/** The page in this view, with a list of what it asked for from other places and of what went wrong in it. */
export async function openView(
  browser: Browser,
  url: string,
  { width, height, theme }: View,
): Promise<{ page: Page; foreign: string[]; errors: string[] }> {
  // A page that is still scrolling smoothly is photographed in the wrong place.
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const [foreign, errors]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, foreign, errors };
}
