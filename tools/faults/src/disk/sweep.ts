import { expect } from 'vitest';
import { EIO, ENOSPC, GROUPS, type Calls, type FailingDisk } from './failing-disk.ts';

export const FAULTS: readonly [string, Calls, number, RegExp][] = [
  ['write, the disk being full', 'w', ENOSPC, /did not take a write: database or disk is full: free space/],
  ['write', 'w', EIO, /did not take a write: disk I\/O error: free space or replace the disk/],
  ['fsync', 's', EIO, /did not take a write: disk I\/O error: free space or replace the disk/],
];

/**
 * Lets every `step`-th call fail in a process of its own, until one has fewer calls than that.
 * @returns how many processes met a failure
 */
export async function sweep(
  disk: FailingDisk,
  [, calls, errno, message]: (typeof FAULTS)[number],
  step: number,
): Promise<number> {
  for (let n = 1, failures = 0; ; n += step, failures++) {
    const left = await disk.failAt(n, calls, errno);
    expect(left.completed).toBe(GROUPS);
    if (left.code === 0) return failures;
    // The group that was refused may have reached the disk all the same: whole, and not acknowledged.
    expect(left.found, left.stderr).toBeGreaterThanOrEqual(left.acknowledged);
    expect(left.found, left.stderr).toBeLessThanOrEqual(left.acknowledged + 1);
    expectRefusal(left, message);
  }
}

function expectRefusal({ code, stderr }: { code: number; stderr: string }, message: RegExp): void {
  if (code === 2) {
    expect(stderr).toMatch(/^not opened: StoreUnavailable: .*cannot be opened for writing/);
    return;
  }
  const [first, second] = stderr.trim().split('\n');
  expect(first).toMatch(message);
  expect(second).toBe(String(first).replace('refused', 'refused again'));
}
