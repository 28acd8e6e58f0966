import { readFileSync } from 'node:fs';

/** Lint must refuse the import, the clock and the chance. */
export const forbidden = [readFileSync, Date.now(), Math.random(), process.pid];
