/** The variable is no port. */
export class InvalidHealthPort extends Error {
  override readonly name = 'InvalidHealthPort';
}

/** @returns undefined where no health report is wanted @throws InvalidHealthPort */
export function healthPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidHealthPort(`GROUND_HEALTH_PORT was ${JSON.stringify(text)}: give a port from 1 to 65535`);
}
