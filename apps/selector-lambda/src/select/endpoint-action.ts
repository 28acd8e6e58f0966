import { RUN_ERRORS } from '@moving-ground/run';
import type { SelectorEffects } from '../selector-effects.ts';

export class EndpointBusy extends Error {
  override readonly name = RUN_ERRORS.endpointBusy;
}

export class EndpointUnusable extends Error {
  override readonly name = RUN_ERRORS.endpointUnusable;
}

const SETTLING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

/** An endpoint is updated when it is in service, and made when there is none. @throws EndpointBusy, EndpointUnusable */
export async function endpointAction(
  endpointName: string,
  { sageMaker }: Pick<SelectorEffects, 'sageMaker'>,
): Promise<'create' | 'update'> {
  const endpoint = await sageMaker.describeEndpoint(endpointName);
  if (!endpoint) return 'create';
  if (endpoint.status === 'InService') return 'update';
  if (SETTLING.includes(endpoint.status))
    throw new EndpointBusy(`endpoint ${endpointName} is ${endpoint.status}`);
  throw new EndpointUnusable(
    `endpoint ${endpointName} is ${endpoint.status} (${endpoint.failureReason}): delete it, then start the batch again`,
  );
}

/**
 * An update needs a configuration of a new name: the run's id, or that with a number where an earlier try of the
 * same run made one already.
 */
export async function freeConfigName(
  stem: string,
  { sageMaker }: { readonly sageMaker: Pick<SelectorEffects['sageMaker'], 'endpointConfigExists'> },
): Promise<string> {
  let name = stem;
  for (let number = 2; await sageMaker.endpointConfigExists(name); number++) name = `${stem}-${number}`;
  return name;
}
