import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child-process.ts';
import { localAws, type CloudAddress, type Started } from './local-processes.ts';
import type { Teller } from './teller.ts';

const module = fileURLToPath(new URL('../../backtest/src/main.ts', import.meta.url));

/** The loop's configuration, for who judges what it deployed. */
export function configurationFile(dataFolder: string): string {
  return join(dataFolder, 'skill', 'configuration.json');
}

/**
 * Has what is deployed judged after each run, by the batches that came after it. The loop waits for none of it: where
 * a judgement takes longer than a run, the next one judges both.
 */
export class SkillKeeper {
  readonly #started: Started;
  readonly #address: CloudAddress;
  readonly #teller: Teller;
  readonly #folder: string;
  #child: Child | undefined;
  #isAsked = false;
  #isStopped = false;

  constructor(started: Started, address: CloudAddress, teller: Teller) {
    this.#started = started;
    this.#address = address;
    this.#teller = teller;
    this.#folder = join(started.dataFolder, 'skill');
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(configurationFile(started.dataFolder), JSON.stringify(started.settings.configuration));
  }

  runEnded(): void {
    this.#isAsked = true;
    if (!this.#child) this.#begin();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#child?.stop();
  }

  #begin(): void {
    if (this.#isStopped || !this.#isAsked) return;
    this.#isAsked = false;
    const state = [
      '--state',
      this.#started.dataFolder,
      '--config',
      configurationFile(this.#started.dataFolder),
    ];
    this.#child = startChild({
      name: 'skill',
      yields: true,
      module,
      words: ['skill', '--publish', '--json', ...state],
      logFile: join(this.#started.dataFolder, 'logs/skill.log'),
      environment: { GROUND_BUCKET: this.#address.bucket, ...localAws(this.#address) },
      onLine: (line) => this.#tell(line),
    });
    // Why there is nothing to judge yet stands in the log.
    void this.#child.ended.then(() => {
      this.#child = undefined;
      this.#begin();
    });
  }

  #tell(line: Readonly<Record<string, unknown>>): void {
    if (line['event'] !== 'skill') return;
    const { statement, reason, batches } = line;
    const page = join(this.#folder, 'skill.html');
    const text = `skill of what served, over ${String(batches)} batches: ${String(statement)} (${String(reason)}); ${page}`;
    this.#teller.say(text, { event: 'skill', ...line, page });
  }
}
