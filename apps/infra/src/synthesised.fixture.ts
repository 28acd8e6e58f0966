import type { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlesOf } from './bundles.ts';
import { createApp } from './create-app.ts';
import type { Bundles } from './stacks/stack-context.ts';
import { STACK_NAMES, type StackName } from './stacks/stacks.ts';
import type { Stage } from './stages/stage.ts';
import { STAGES } from './stages/stages.ts';

export const REPOSITORY = join(import.meta.dirname, '../../..');

/**
 * Synthesis without the validations, which take longer than all the rest: for tests that look at something else. The
 * CDK reads this variable itself.
 */
export function withoutValidation(): void {
  process.env['CDK_VALIDATION'] = 'false';
}

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: object;
};

export type Synthesised = {
  readonly app: App;
  readonly template: (stage: string, stack: StackName) => Template;
  /** Every resource of this type in all stages, or in one. */
  readonly resources: (type: string, stage?: string) => readonly Resource[];
  readonly folder: string;
  readonly remove: () => void;
};

/** Apps as if they were built: what is in a bundle changes nothing of a template but a hash. */
export function standInBundles(folder: string): Bundles {
  const apps = join(folder, 'apps');
  for (const name of readdirSync(join(REPOSITORY, 'apps'))) {
    mkdirSync(join(apps, name, 'dist'), { recursive: true });
    for (const file of ['dist/handler.mjs', 'dist/main.mjs', 'Dockerfile'])
      writeFileSync(join(apps, name, file), '');
  }
  return { ...bundlesOf(apps), glue: join(REPOSITORY, 'apps/glue-etl') };
}

/** All stacks of the stages, once. */
export function synthesise(stages: readonly Stage[] = STAGES): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'ground-infra-'));
  const outdir = join(folder, 'cdk.out');
  const app = createApp({ stages, stacks: STACK_NAMES, bundles: standInBundles(folder), outdir });
  const stacks = new Map<string, Template>(
    app
      .synth()
      .stacks.map((stack: CloudFormationStackArtifact) => [stack.stackName, stack.template as Template]),
  );
  return {
    app,
    folder: outdir,
    template: (stage, stack) => stacks.get(`moving-ground-${stage}-${stack}`) as Template,
    resources: (type, stage = '') =>
      [...stacks]
        .filter(([name]) => name.startsWith(`moving-ground-${stage}`))
        .flatMap(([, { Resources }]) => Object.values(Resources))
        .filter((resource) => resource.Type === type),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
