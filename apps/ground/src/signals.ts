/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function interruption(): Promise<'interrupted'> {
  return new Promise((done) => {
    let seen = false;
    const onSignal = (): void => {
      if (seen) process.exit(130);
      seen = true;
      done('interrupted');
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
