/** npm passes a Ctrl-C on that the terminal has sent to this process already: so soon after the first it is no second one. */
const SAME_KEY_MS = 1000;

/** Resolves at the first Ctrl-C or SIGTERM, or when the terminal is closed; a later one ends the process at once. */
export function interruption(): Promise<'interrupted'> {
  return new Promise((done) => {
    let firstAt: number | undefined;
    const onSignal = (): void => {
      if (firstAt !== undefined && performance.now() - firstAt > SAME_KEY_MS) process.exit(130);
      firstAt ??= performance.now();
      done('interrupted');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  });
}
