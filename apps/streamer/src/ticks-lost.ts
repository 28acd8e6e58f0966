/** The process has to end while its store is away: what came last is not kept. */
export class TicksLost extends Error {
  override readonly name = 'TicksLost';
  constructor(count: number, cause: Error) {
    super(`the last ${count} ticks could not be stored: ${cause.message}`, { cause });
  }
}
