import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { numberedGroup } from './numbered-groups.ts';

/**
 * A process that writes numbered groups into the store of its first argument, from where that one is, as many as
 * its second argument says. It tells each group that was acknowledged; at the first refusal it tries once more,
 * tells both answers and ends with code 1.
 */
const [path = '', count = '0'] = process.argv.slice(2);

async function main(): Promise<number> {
  const store = openSqliteMarketStore(path);
  const { ticks } = await store.counts();
  for (let i = ticks / 3; i < Number(count); i++) {
    try {
      await store.record(numberedGroup(i));
      process.stdout.write(`acknowledged ${i}\n`);
    } catch (error) {
      tell('refused', error);
      await store.record(numberedGroup(i)).then(
        () => process.stdout.write(`acknowledged after a refusal ${i}\n`),
        (again: unknown) => tell('refused again', again),
      );
      return 1;
    }
  }
  await store.close();
  return 0;
}

function tell(what: string, error: unknown): void {
  const { name, message } = error as Error;
  process.stderr.write(`${what}: ${name}: ${message}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  tell('not opened', error);
  process.exitCode = 2;
}
