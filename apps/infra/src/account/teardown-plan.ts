import { STACK_NAMES, type StackName } from '../stacks/stacks.ts';

/** One thing after the other. */
export type TeardownStep =
  | { readonly kind: 'destroy'; readonly stacks: readonly StackName[] }
  | { readonly kind: 'remove-what-runs-made' }
  | { readonly kind: 'give-up-data' }
  | { readonly kind: 'empty-buckets' };

/** What starts runs by itself goes first, so that nothing is made any more while the rest is removed. */
const STARTERS: readonly StackName[] = ['live-scorer', 'streamer', 'watcher'];

/** @param withData else buckets, files, secrets and their key stay, with their stack */
export function teardownPlan(withData: boolean): readonly TeardownStep[] {
  const rest = STACK_NAMES.filter((name) => !STARTERS.includes(name) && name !== 'data').reverse();
  const data: readonly TeardownStep[] = [
    { kind: 'give-up-data' },
    { kind: 'empty-buckets' },
    { kind: 'destroy', stacks: ['data'] },
  ];
  return [
    { kind: 'destroy', stacks: STARTERS },
    { kind: 'remove-what-runs-made' },
    { kind: 'destroy', stacks: rest },
    ...(withData ? data : []),
  ];
}
