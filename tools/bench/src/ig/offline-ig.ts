import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Offer, Offered } from './offer.ts';

const PROGRAM = fileURLToPath(new URL('ig-process.ts', import.meta.url));

/** The offline IG beside this process, so that neither's work is counted as the other's. */
export class OfflineIg {
  readonly #process: ChildProcess = fork(PROGRAM, { execArgv: ['--disable-warning=ExperimentalWarning'] });

  async offer(offer: Offer): Promise<Offered> {
    const answer = Promise.withResolvers<Offered>();
    const fail = (code: number | null): void => answer.reject(new Error(`the offline IG ended with ${code}`));
    this.#process.once('exit', fail);
    this.#process.once('message', (offered) => answer.resolve(offered as Offered));
    this.#process.send(offer);
    const offered = await answer.promise;
    this.#process.off('exit', fail);
    return offered;
  }

  close(): void {
    this.#process.disconnect();
  }
}
