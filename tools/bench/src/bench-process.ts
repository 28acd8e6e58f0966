import { measure } from './bench.ts';
import { BENCHES } from './benches.ts';
import type { Message } from './measure-apart.ts';

const [, , name] = process.argv;
const bench = BENCHES.find((one) => one.name === name);
if (!bench) throw new Error(`there is no bench "${name}"`);
const tell = (message: Message, then: () => void): void => void process.send?.(message, then);
const result = await measure(bench, (done, total) => tell({ done, total }, () => undefined));
// The Lightstreamer library keeps a process alive that has once loaded it.
tell({ result }, () => process.exit(0));
