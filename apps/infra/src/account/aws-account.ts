import { CostExplorerClient, ListCostAllocationTagsCommand } from '@aws-sdk/client-cost-explorer';
import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Account } from './account.ts';

/** The account that the environment's credentials are of. */
export function awsAccount(): Account {
  const [sts, ssm, iam] = [new STSClient(), new SSMClient(), new IAMClient()];
  return {
    identity: async () => {
      const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand());
      return { account, region: await sts.config.region() };
    },
    parameter: (name) =>
      missing('ParameterNotFound', async () => {
        return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
      }),
    hasRole: async (name) =>
      (await missing('NoSuchEntityException', () => iam.send(new GetRoleCommand({ RoleName: name })))) !==
      undefined,
    createServiceRole: async (service) => {
      await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
    },
    quota: quotaOf,
    billedTags,
    secretKeys,
  };
}

async function quotaOf(service: string, name: string): Promise<number | undefined> {
  const client = new ServiceQuotasClient();
  for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode: service }))
    for (const { QuotaName, Value } of Quotas) if (QuotaName === name) return Value;
  return undefined;
}

/** Cost Explorer is served from one region. */
async function billedTags(): Promise<readonly string[]> {
  const client = new CostExplorerClient({ region: 'us-east-1' });
  const { CostAllocationTags = [] } = await client.send(
    new ListCostAllocationTagsCommand({ Status: 'Active' }),
  );
  return CostAllocationTags.map(({ TagKey = '' }) => TagKey);
}

/** The values are looked at by nobody. */
async function secretKeys(name: string): Promise<readonly string[] | undefined> {
  const client = new SecretsManagerClient();
  const text = await missing('ResourceNotFoundException', async () => {
    return (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString ?? '';
  });
  if (text === undefined) return undefined;
  try {
    return Object.keys(JSON.parse(text) as object);
  } catch {
    return [];
  }
}

async function missing<T>(errorName: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if ((error as Error).name === errorName) return undefined;
    throw error;
  }
}
