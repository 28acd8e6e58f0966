import { describe, expect, it } from 'vitest';
import { STAGES } from '../stages/stages.ts';
import type { Account } from './account.ts';
import { preflight } from './preflight.ts';
import { quotaNeeds } from './quota-needs.ts';

const [dev, , prod] = STAGES;

/** An account in which everything is as it should be, but for what is changed. */
function account(changed: Partial<Account> = {}): Account & { readonly made: string[] } {
  const made: string[] = [];
  return {
    made,
    identity: () => Promise.resolve({ account: '000000000000', region: 'eu-west-2' }),
    parameter: () => Promise.resolve('21'),
    hasRole: () => Promise.resolve(true),
    createServiceRole: (service) => Promise.resolve(void made.push(service)),
    quota: () => Promise.resolve(10),
    billedTags: () => Promise.resolve(['stage']),
    secretKeys: () => Promise.resolve(['ig_identifier', 'ig_password', 'ig_api_key']),
    ...changed,
  };
}

async function notOk(changed: Partial<Account>, fix = false): Promise<readonly string[]> {
  const findings = await preflight(account(changed), dev!, fix);
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ what, state, says }) => `${state} ${what}: ${says}`);
}

describe('preflight', () => {
  it('has nothing to say about an account that is ready', async () => {
    expect(await notOk({})).toEqual([]);
    expect((await preflight(account(), dev!)).length).toBeGreaterThan(8);
  });

  it('names what is missing, and what to do', async () => {
    expect(await notOk({ parameter: () => Promise.resolve(undefined) })).toEqual([
      'wrong bootstrap: version was 0, 6 is needed: run "npx cdk bootstrap"',
    ]);
    expect(await notOk({ identity: () => Promise.resolve({ account: '0', region: 'mars-1' }) })).toEqual([
      expect.stringMatching(
        /^wrong region: no Linear Learner image is known for mars-1: use .*eu-west-2/,
      ) as string,
    ]);
    expect(await notOk({ secretKeys: () => Promise.resolve(['ig_identifier']) })).toEqual([
      'wrong IG credentials: secret moving-ground/dev/ig has no ig_password, ig_api_key',
    ]);
  });

  it('knows the quotas that a new account has none of', async () => {
    const lines = await notOk({ quota: (_, name) => Promise.resolve(name.startsWith('ml.') ? 0 : 10) });
    expect(lines).toEqual([
      expect.stringContaining(
        'wrong ml.c4.xlarge for training job usage: was 0, at least 2 are needed',
      ) as string,
    ]);
    expect(quotaNeeds(prod!)).toContainEqual({
      service: 'sagemaker',
      name: 'ml.t2.medium for endpoint usage',
      least: 2,
    });
  });

  it('makes the service-linked roles only when it is told to', async () => {
    const bare = account({ hasRole: (name) => Promise.resolve(name !== 'AWSServiceRoleForECS') });
    expect((await preflight(bare, dev!)).filter(({ state }) => state === 'wrong')).toHaveLength(1);
    expect(bare.made).toEqual([]);
    expect((await preflight(bare, dev!, true)).every(({ state }) => state === 'ok')).toBe(true);
    expect(bare.made).toEqual(['ecs.amazonaws.com']);
  });

  it('takes no answer for no proof, and goes on', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const lines = await notOk({
      quota: () => Promise.reject(denied),
      billedTags: () => Promise.reject(denied),
    });
    expect(lines).toHaveLength(quotaNeeds(dev!).length + 1);
    expect(lines.every((line) => line.startsWith('unknown'))).toBe(true);
  });

  it('leaves for later what the first deployment brings', async () => {
    const lines = await notOk({
      secretKeys: () => Promise.resolve(undefined),
      billedTags: () => Promise.resolve([]),
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'later tag of the bill',
      'later IG credentials',
    ]);
  });
});
