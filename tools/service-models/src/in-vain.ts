/** A call that has to be refused. @throws when it is not */
export async function inVain(call: Promise<unknown>): Promise<void> {
  const isRefused = await call.then(
    () => false,
    () => true,
  );
  if (!isRefused) throw new Error('a call that should have been refused was not');
}
