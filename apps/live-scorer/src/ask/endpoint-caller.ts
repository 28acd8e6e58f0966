import type { EndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import { parseAnswer, type Answered } from './parse-answer.ts';

export type EndpointCallerParts = {
  readonly runtime: EndpointRuntime;
  readonly endpointName: string;
  /** After this an answer is too late. */
  readonly deadlineMs: number;
  /** After this the call is given up and its connection closed: until then nothing else is asked. */
  readonly giveUpMs: number;
  /** A clock that never goes back, milliseconds. */
  readonly steadyMs: () => number;
};

export type CallResult =
  | ({ readonly kind: 'answered'; readonly latencyMs: number } & Answered)
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'slow'; readonly waitedMs: number };

/** Two calls would be in flight; whoever asks has to look at `waitedMs` first. */
export class CallInFlight extends Error {
  override readonly name = 'CallInFlight';
}

/** Asks the endpoint for one row at a time. An answer that comes too late is thrown away. */
export class EndpointCaller {
  readonly #parts: EndpointCallerParts;
  #sinceMs: number | undefined;
  #call: Promise<unknown> = Promise.resolve();
  readonly #stopped = new AbortController();

  constructor(parts: EndpointCallerParts) {
    this.#parts = parts;
  }

  /** How long the call under way has been waited for; undefined when there is none. */
  get waitedMs(): number | undefined {
    return this.#sinceMs === undefined ? undefined : this.#parts.steadyMs() - this.#sinceMs;
  }

  /** Never rejects but with CallInFlight. */
  async ask(row: Float32Array): Promise<CallResult> {
    if (this.#sinceMs !== undefined) throw new CallInFlight('the call before has not ended');
    const { steadyMs, deadlineMs } = this.#parts;
    const sinceMs = steadyMs();
    this.#sinceMs = sinceMs;
    const call = this.#invoke(row, sinceMs).finally(() => (this.#sinceMs = undefined));
    this.#call = call;
    const late = Promise.withResolvers<CallResult>();
    const timer = setTimeout(() => {
      late.resolve({ kind: 'slow', waitedMs: steadyMs() - sinceMs });
    }, deadlineMs);
    return Promise.race([call, late.promise]).finally(() => {
      clearTimeout(timer);
    });
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#call;
  }

  async #invoke(row: Float32Array, sinceMs: number): Promise<CallResult> {
    const { runtime, endpointName, giveUpMs, steadyMs } = this.#parts;
    try {
      const bytes = await runtime.invoke({
        endpointName,
        // A float32 as the shortest decimal of its double: read again it is the same float32.
        body: row.join(','),
        contentType: 'text/csv',
        accept: 'application/json',
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(giveUpMs)]),
      });
      return { kind: 'answered', latencyMs: steadyMs() - sinceMs, ...parseAnswer(bytes) };
    } catch (error) {
      return {
        kind: 'failed',
        reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      };
    }
  }
}
