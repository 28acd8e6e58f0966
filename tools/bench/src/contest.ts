/** One turn of one contestant: what it did, how long that took, and what it cost this process. */
export type Turn = {
  readonly units: number;
  readonly wallMs: number;
  /** NaN where it is spent in processes that are not ours to ask. */
  readonly cpuMs: number;
  /** The most memory that a process of its own has held. */
  readonly peakMb?: number;
};

/** `candidate`: this repository's code. `peer`: the same work done otherwise. `floor`: less work, which nothing beats. */
export type Role = 'candidate' | 'peer' | 'floor';

export type Contestant = {
  readonly name: string;
  readonly role: Role;
  /** Sets up, works, takes down; only the work is measured. */
  readonly turn: () => Promise<Turn>;
};

/** One who could not come: a row that says why. */
export type Absentee = { readonly name: string; readonly role: Role; readonly reason: string };

export type Contest = {
  /** What is worked on: sizes and seed. */
  readonly data: string;
  /** `rate`: units a second, more is better. `seconds`: a turn's, less is better. */
  readonly figure: 'rate' | 'seconds';
  readonly unit: string;
  readonly contestants: readonly Contestant[];
  readonly absent: readonly Absentee[];
  readonly warmUps: number;
  readonly turns: number;
};

export type Entry = {
  readonly name: string;
  readonly role: Role;
  /** In the order they were taken. */
  readonly turns: readonly Turn[];
};

/** Hears of so many turns taken of so many. */
export type Told = (done: number, total: number) => void;

/** All warm up first, then all take turns, A B A B, so that a busy moment of the machine meets each of them. */
export async function play(
  { contestants, warmUps, turns }: Contest,
  told: Told = () => undefined,
): Promise<readonly Entry[]> {
  const taken = contestants.map((): Turn[] => []);
  for (let i = 0; i < warmUps + turns; i++) {
    for (const [place, contestant] of contestants.entries()) {
      const turn = await contestant.turn();
      if (i >= warmUps) taken[place]?.push(turn);
      told(i * contestants.length + place + 1, (warmUps + turns) * contestants.length);
    }
  }
  return contestants.map(({ name, role }, place) => ({ name, role, turns: taken[place] ?? [] }));
}
