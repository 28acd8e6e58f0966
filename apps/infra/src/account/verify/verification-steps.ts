import { resolvePipeline, type PipelineSubstitutions } from '@moving-ground/state-machine';
import { definitionStep } from './definition-step.ts';
import { glueStep, type GluePlace } from './glue-step.ts';
import { rolesStep, type Expectation } from './roles-step.ts';
import { servedStep } from './served-step.ts';
import type { Step, VerifyContext } from './step.ts';
import { trainingStep } from './training-step.ts';
import { tuningStep } from './tuning-step.ts';

/** From what costs nothing to what costs most. @param ours a local cloud, for what is compared with it */
export function verificationSteps(
  substitutions: PipelineSubstitutions,
  expectations: readonly Expectation[],
  { ours, place }: { readonly ours: VerifyContext; readonly place: GluePlace },
): readonly Step[] {
  return [
    definitionStep(resolvePipeline(substitutions)),
    rolesStep(expectations),
    trainingStep('without-bias', { use_bias: 'false' }),
    trainingStep('constant-column', { use_bias: 'true' }),
    servedStep(ours),
    tuningStep,
    glueStep(place),
  ];
}
