import type { StackName } from '../stacks/stacks.ts';

/** Each project deploys what is its own: a change of one app leaves the stacks of the others alone. */
export const STACKS_OF_PROJECT: Readonly<Record<string, readonly StackName[]>> = {
  infra: ['data', 'network', 'observability'],
  'glue-etl': ['pipeline'],
  'checker-lambda': ['checker'],
  'extract-lambda': ['extract'],
  'selector-lambda': ['selector'],
  'watcher-lambda': ['watcher'],
  streamer: ['streamer'],
  'live-scorer': ['live-scorer'],
};
