/** Time as the feed needs it, so that tests can bend it. */
export type Clock = {
  readonly now: () => number;
  /** Calls back once; the answer cancels. */
  readonly after: (ms: number, call: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after the time, or as soon as the signal is aborted. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const wake = (): void => {
      cancel();
      signal.removeEventListener('abort', wake);
      done();
    };
    const cancel = clock.after(ms, wake);
    signal.addEventListener('abort', wake);
  });
}
