import { Aws, CfnMapping, type Stack } from 'aws-cdk-lib';

/** The account of each region that Linear Learner's image is pulled from, as SageMaker's Python SDK 2.257.7 lists them. */
export const LINEAR_LEARNER_ACCOUNTS: Readonly<Record<string, string>> = {
  'af-south-1': '455444449433',
  'ap-east-1': '286214385809',
  'ap-northeast-1': '351501993468',
  'ap-northeast-2': '835164637446',
  'ap-northeast-3': '867004704886',
  'ap-south-1': '991648021394',
  'ap-southeast-1': '475088953585',
  'ap-southeast-2': '712309505854',
  'ap-southeast-3': '951798379941',
  'ca-central-1': '469771592824',
  'eu-central-1': '664544806723',
  'eu-central-2': '680994064768',
  'eu-north-1': '669576153137',
  'eu-south-1': '257386234256',
  'eu-south-2': '104374241257',
  'eu-west-1': '438346466558',
  'eu-west-2': '644912444149',
  'eu-west-3': '749696950732',
  'il-central-1': '898809789911',
  'me-central-1': '272398656194',
  'me-south-1': '249704162688',
  'sa-east-1': '855470959533',
  'us-east-1': '382416733822',
  'us-east-2': '404615174143',
  'us-west-1': '632365934929',
  'us-west-2': '174872318107',
};

export type LinearLearnerImage = { readonly uri: string; readonly repositoryArn: string };

/** The image of the region that the stack is deployed to. */
export function linearLearnerImage(stack: Stack): LinearLearnerImage {
  const mapping = Object.entries(LINEAR_LEARNER_ACCOUNTS).map(([region, account]) => [region, { account }]);
  const table = new CfnMapping(stack, 'linear-learner', {
    mapping: Object.fromEntries(mapping) as Record<string, { account: string }>,
  });
  const account = table.findInMap(Aws.REGION, 'account');
  return {
    uri: `${account}.dkr.ecr.${Aws.REGION}.${Aws.URL_SUFFIX}/linear-learner:1`,
    repositoryArn: `arn:${Aws.PARTITION}:ecr:${Aws.REGION}:${account}:repository/linear-learner`,
  };
}
