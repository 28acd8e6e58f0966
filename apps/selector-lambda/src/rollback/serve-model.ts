import type { Endpoint } from '@moving-ground/aws-clients/sagemaker';
import type { Champion, ResourceTag } from '@moving-ground/run';
import { freeConfigName } from '../select/endpoint-action.ts';
import type { RollbackEffects } from './rollback-effects.ts';
import { RollbackFailed, RollbackRefused } from './rollback-refused.ts';

const POLL_MS = 2_000;
/** An update of an instance takes some minutes; an endpoint that needs longer than this is looked at by its owner. */
const LONGEST_MS = 3_600_000;

/**
 * Puts another model behind the endpoint, on what it runs on now, and waits until it serves.
 * @throws RollbackRefused before anything is changed, RollbackFailed after
 */
export async function serveModel(
  earlier: Champion,
  tags: readonly ResourceTag[],
  effects: RollbackEffects,
): Promise<Endpoint> {
  const { sageMaker, tell } = effects;
  const { endpointName } = earlier;
  const endpoint = await sageMaker.describeEndpoint(endpointName);
  if (endpoint?.status !== 'InService')
    throw new RollbackRefused(
      `endpoint ${endpointName} is ${endpoint?.status ?? 'missing'}: it has to be InService`,
    );
  const variants = await sageMaker.variantsOf(endpoint.endpointConfigName);
  if (!variants) throw new RollbackRefused(`endpoint configuration ${endpoint.endpointConfigName} is gone`);
  const config = await freeConfigName(earlier.endpointConfigName, effects);
  await sageMaker.createEndpointConfig(
    config,
    variants.map((variant) => ({ ...variant, ModelName: earlier.modelName })),
    tags,
  );
  await sageMaker.updateEndpoint(endpointName, config);
  tell(`endpoint ${endpointName} is being updated to model ${earlier.modelName}`);
  return settled(endpointName, config, effects);
}

const CHANGING = ['Updating', 'SystemUpdating', 'RollingBack'];

async function settled(
  endpointName: string,
  config: string,
  { sageMaker, now, sleep }: RollbackEffects,
): Promise<Endpoint> {
  const deadline = now() + LONGEST_MS;
  let endpoint = await sageMaker.describeEndpoint(endpointName);
  while (endpoint && CHANGING.includes(endpoint.status) && now() < deadline) {
    await sleep(POLL_MS);
    endpoint = await sageMaker.describeEndpoint(endpointName);
  }
  if (endpoint?.status === 'InService' && endpoint.endpointConfigName === config) return endpoint;
  throw new RollbackFailed(
    `endpoint ${endpointName} should serve ${config}, it is ${endpoint ? stateOf(endpoint) : 'missing'}`,
  );
}

function stateOf({ status, endpointConfigName, failureReason }: Endpoint): string {
  return `${status} with ${endpointConfigName}${failureReason && `: ${failureReason}`}`;
}
