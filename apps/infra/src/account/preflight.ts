import { StageNames } from '../names.ts';
import { LINEAR_LEARNER_ACCOUNTS } from '../parts/linear-learner-image.ts';
import type { Stage } from '../stages/stage.ts';
import type { Account } from './account.ts';
import { quotaNeeds } from './quota-needs.ts';

export type Finding = {
  readonly what: string;
  /** unknown: the account did not answer, which is no proof of anything. later: comes with the first deployment. */
  readonly state: 'ok' | 'wrong' | 'unknown' | 'later';
  readonly says: string;
};

type Answer = Omit<Finding, 'what'>;

/** What the templates ask of the CDK's bootstrap stack. */
const BOOTSTRAP_VERSION = 6;

/** Made by the first use of their service, which fails where that use is CloudFormation's. */
const SERVICE_ROLES = {
  AWSServiceRoleForECS: 'ecs.amazonaws.com',
  AWSServiceRoleForAmazonElasticFileSystem: 'elasticfilesystem.amazonaws.com',
  AWSServiceRoleForBackup: 'backup.amazonaws.com',
} as const;

const IG_KEYS = ['ig_identifier', 'ig_password', 'ig_api_key'];

const ok = (says: string): Answer => ({ state: 'ok', says });
const wrong = (says: string): Answer => ({ state: 'wrong', says });

/**
 * Everything that a first deployment would fail on, or that would bite after it.
 * @param fix makes the service-linked roles that are missing
 */
export async function preflight(account: Account, stage: Stage, fix = false): Promise<readonly Finding[]> {
  const questions: readonly (readonly [string, () => Promise<Answer>])[] = [
    ['region', () => region(account)],
    ['bootstrap', () => bootstrap(account)],
    ...Object.entries(SERVICE_ROLES).map(
      ([role, service]) => [role, () => serviceRole(account, { role, service, fix })] as const,
    ),
    ...quotaNeeds(stage).map(
      ({ service, name, least }) => [name, () => quota(account, { service, name, least })] as const,
    ),
    ['tag of the bill', () => billedTag(account)],
    ['IG credentials', () => credentials(account, stage)],
  ];
  const findings: Finding[] = [];
  for (const [what, ask] of questions) findings.push({ what, ...(await ask().catch(unknown)) });
  return findings;
}

function unknown(error: unknown): Answer {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { state: 'unknown', says: `the account did not answer: ${name}: ${message}` };
}

async function region(account: Account): Promise<Answer> {
  const own = await account.identity();
  return LINEAR_LEARNER_ACCOUNTS[own.region]
    ? ok(`account ${own.account}, ${own.region}`)
    : wrong(
        `no Linear Learner image is known for ${own.region}: use ${Object.keys(LINEAR_LEARNER_ACCOUNTS).join(', ')}`,
      );
}

async function bootstrap(account: Account): Promise<Answer> {
  const version = Number((await account.parameter('/cdk-bootstrap/hnb659fds/version')) ?? 0);
  if (version >= BOOTSTRAP_VERSION) return ok(`version ${version}`);
  return wrong(`version was ${version}, ${BOOTSTRAP_VERSION} is needed: run "npx cdk bootstrap"`);
}

type RoleQuestion = { readonly role: string; readonly service: string; readonly fix: boolean };

async function serviceRole(account: Account, { role, service, fix }: RoleQuestion): Promise<Answer> {
  if (await account.hasRole(role)) return ok('there');
  if (!fix)
    return wrong(
      `missing: add --fix, or run "aws iam create-service-linked-role --aws-service-name ${service}"`,
    );
  await account.createServiceRole(service);
  return ok('made');
}

type QuotaQuestion = { readonly service: string; readonly name: string; readonly least: number };

async function quota(account: Account, { service, name, least }: QuotaQuestion): Promise<Answer> {
  const value = await account.quota(service, name);
  if (value === undefined)
    return { state: 'unknown', says: `${service} has no quota of this name: look in Service Quotas` };
  if (value >= least) return ok(`${value}, at least ${least} are needed`);
  return wrong(
    `was ${value}, at least ${least} are needed: ask for more in Service Quotas, which takes a day or two`,
  );
}

async function billedTag(account: Account): Promise<Answer> {
  if ((await account.billedTags()).includes('stage')) return ok('stage');
  return {
    state: 'later',
    says: 'the budget counts nothing before "stage" is activated as a cost allocation tag: a day after the first deployment, in Billing',
  };
}

async function credentials(account: Account, stage: Stage): Promise<Answer> {
  const name = new StageNames(stage).secret('ig');
  const keys = await account.secretKeys(name);
  if (!keys)
    return {
      state: 'later',
      says: `secret ${name} comes with the data stack: then put ${IG_KEYS.join(', ')} in`,
    };
  const missing = IG_KEYS.filter((key) => !keys.includes(key));
  return missing.length
    ? wrong(`secret ${name} has no ${missing.join(', ')}`)
    : ok(`secret ${name} has its keys`);
}
