import { PIPELINE_PLACEHOLDERS, type PipelineSubstitutions } from '@moving-ground/state-machine';
import type { StageNames } from '../../names.ts';
import type { Place } from './role-expectations.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  CheckerFunctionArn: 'checker',
  DatasetFunctionArn: 'dataset',
  FinishFunctionArn: 'finish',
  SelectorFunctionArn: 'selector',
  VerifierFunctionArn: 'verifier',
  ExtractFunctionArn: 'extract',
};

/** The names that the pipeline's stack fills in, of an account that is known. */
export function accountSubstitutions(names: StageNames, { account, region }: Place): PipelineSubstitutions {
  const valueOf = (name: string): string => {
    const role = FUNCTIONS[name];
    if (role) return `arn:aws:lambda:${region}:${account}:function:${names.own(role)}`;
    if (name === 'ExtractJobName') return names.own('extract');
    return `arn:aws:iam::${account}:role/${names.own('sagemaker')}-${region}`;
  };
  const entries = PIPELINE_PLACEHOLDERS.map((name) => [name, valueOf(name)] as const);
  return Object.fromEntries(entries) as PipelineSubstitutions;
}
