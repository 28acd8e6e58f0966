/** Wall time, and the processor time of this process with all its threads; milliseconds. */
export type Elapsed = { readonly wallMs: number; readonly cpuMs: number };

/** @returns reads the time since the call */
export function startWatch(): () => Elapsed {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000 };
  };
}
