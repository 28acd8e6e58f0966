import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlesOf, MissingBundle } from './bundles.ts';
import { createApp } from './create-app.ts';
import { STAGES } from './stages/stages.ts';
import { withoutValidation } from './synthesised.fixture.ts';

let apps = '';
withoutValidation();

beforeAll(() => {
  apps = mkdtempSync(join(tmpdir(), 'ground-apps-'));
  mkdirSync(join(apps, 'extract-lambda/dist'), { recursive: true });
  writeFileSync(join(apps, 'extract-lambda/dist/handler.mjs'), '');
});
afterAll(() => rmSync(apps, { recursive: true }));

describe('synthesis', () => {
  const synthesis = (stacks: readonly ('extract' | 'selector' | 'streamer')[]) =>
    createApp({ stages: STAGES.slice(0, 1), stacks, bundles: bundlesOf(apps), outdir: join(apps, 'out') });

  it('needs the bundle of the stack that is asked for, and of no other', () => {
    expect(
      synthesis(['extract'])
        .synth()
        .stacks.map(({ stackName }) => stackName),
    ).toEqual(['moving-ground-dev-extract']);
  });

  it('says which app is not built', () => {
    expect(() => synthesis(['selector'])).toThrow(MissingBundle);
    expect(() => synthesis(['selector'])).toThrow(
      'apps/selector-lambda/dist/handler.mjs is missing: run "npx nx build selector-lambda" first',
    );
    expect(() => synthesis(['streamer'])).toThrow('run "npx nx build streamer" first');
  });
});
