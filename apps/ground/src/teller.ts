/** Writes what happens: a plain line for each event, JSON lines, or results only. */
export type Teller = {
  /**
   * An event on the way: left out when quiet.
   * @param unkept for whoever is watching: it is in the text, and not in what a program may keep
   */
  readonly say: (text: string, event: Told, unkept?: Told) => void;
  /** A result: always told. */
  readonly result: (text: string, event: Told) => void;
};

type Told = Readonly<Record<string, unknown>>;

export function createTeller(
  mode: { readonly json: boolean; readonly quiet: boolean },
  write: (line: string) => void,
): Teller {
  const tell = (text: string, event: Told): void => {
    write(mode.json ? JSON.stringify(event) : text);
  };
  return { say: mode.quiet ? () => undefined : tell, result: tell };
}

/** 13402 as `13,402`. */
export function grouped(count: unknown): string {
  return Number(count).toLocaleString('en-US');
}

/** 0.4213 as `42.1 %`; what is not defined says so. */
export function percent(share: number | null): string {
  return share === null || !Number.isFinite(share) ? 'not defined' : `${(share * 100).toFixed(1)} %`;
}

/** Epoch milliseconds as `2026-01-05 10:15:00` UTC. */
export function marketTime(ms: unknown): string {
  return typeof ms === 'number' && ms > 0
    ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
    : 'not yet';
}
