import type { StackName } from '../stacks/stacks.ts';
import { STACKS_OF_PROJECT } from './stacks-of-project.ts';

export class UnknownProject extends Error {
  override readonly name = 'UnknownProject';
}

export class UnknownStage extends Error {
  override readonly name = 'UnknownStage';
}

export type CdkCommand = {
  readonly words: readonly string[];
  /** For apps/infra/src/main.ts: nothing but these stacks is synthesised, so no other bundle is needed. */
  readonly environment: Readonly<Record<string, string>>;
};

export const VERBS = ['deploy', 'diff', 'synth', 'destroy'] as const;

export type Verb = (typeof VERBS)[number];

const WORDS: Readonly<Record<Verb, readonly string[]>> = {
  deploy: ['--exclusively', '--require-approval', 'never', '--progress', 'events'],
  diff: ['--exclusively', '--change-set=false'],
  synth: ['--quiet', '--exclusively'],
  destroy: ['--exclusively', '--force'],
};

/** @throws UnknownProject */
export function stacksOf(project: string): readonly StackName[] {
  const stacks = STACKS_OF_PROJECT[project];
  if (!stacks) {
    const known = Object.keys(STACKS_OF_PROJECT).join(', ');
    throw new UnknownProject(`project was ${JSON.stringify(project)}: those with stacks are ${known}`);
  }
  return stacks;
}

/** The CDK's command line for some stacks of one stage, each in a folder of its own. */
export function cdkCommand(verb: Verb, stage: string, stacks: readonly StackName[]): CdkCommand {
  const ids = stacks.map((stack) => `moving-ground-${stage}-${stack}`);
  const folder = `apps/infra/cdk.out/${stage}-${stacks.join('-')}`;
  return {
    words: [
      verb,
      ...ids,
      '--app',
      'node apps/infra/src/main.ts',
      '--output',
      folder,
      '--no-notices',
      ...WORDS[verb],
    ],
    environment: { GROUND_STAGES: stage, GROUND_STACKS: stacks.join(',') },
  };
}
