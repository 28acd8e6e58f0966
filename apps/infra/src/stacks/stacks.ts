import type { Stack } from 'aws-cdk-lib';
import { checkerStack } from './checker-stack.ts';
import { dataStack } from './data-stack.ts';
import { extractStack } from './extract-stack.ts';
import { liveScorerStack } from './live-scorer-stack.ts';
import { networkStack } from './network-stack.ts';
import { observabilityStack } from './observability-stack.ts';
import { pipelineStack } from './pipeline-stack.ts';
import { selectorStack } from './selector-stack.ts';
import type { StackContext } from './stack-context.ts';
import { streamerStack } from './streamer-stack.ts';
import { watcherStack } from './watcher-stack.ts';

/** In the order of a first deployment: what holds data first, what starts by itself last. */
export const STACKS = {
  data: dataStack,
  network: networkStack,
  pipeline: pipelineStack,
  checker: checkerStack,
  extract: extractStack,
  selector: selectorStack,
  watcher: watcherStack,
  observability: observabilityStack,
  streamer: streamerStack,
  'live-scorer': liveScorerStack,
} as const satisfies Readonly<Record<string, (context: StackContext) => Stack>>;

export type StackName = keyof typeof STACKS;

export const STACK_NAMES = Object.keys(STACKS) as StackName[];
