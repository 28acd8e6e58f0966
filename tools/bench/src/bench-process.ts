import { measure } from './bench.ts';
import { BENCHES } from './benches.ts';

const [, , name] = process.argv;
const bench = BENCHES.find((one) => one.name === name);
if (!bench) throw new Error(`there is no bench "${name}"`);
const result = await measure(bench);
// The Lightstreamer library keeps a process alive that has once loaded it.
process.send?.(result, () => process.exit(0));
