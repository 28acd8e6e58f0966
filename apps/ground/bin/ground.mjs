#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The sources run as they are, which takes the workspace's own Node; any older one may begin.
const own = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const node = existsSync(own) ? own : process.execPath;
const words = ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)];
const child = spawn(node, words, { stdio: 'inherit' });
// Ctrl-C reaches both; this one stays until the other has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void child.kill(signal));
child.on('close', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
