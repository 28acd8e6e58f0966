export { chromiumPath, openBrowser } from './browser.ts';
