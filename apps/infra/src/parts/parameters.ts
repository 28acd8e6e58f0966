import { Fn } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { ParameterName, StageNames } from '../names.ts';

/** Left for the other stacks. */
export function leaveParameter(
  scope: Construct,
  names: StageNames,
  name: ParameterName,
  stringValue: string,
): void {
  new StringParameter(scope, `parameter-${name}`, { parameterName: names.parameter(name), stringValue });
}

/** Read when the stack is deployed, so that no stack holds on to another. */
export function readParameter(scope: Construct, names: StageNames, name: ParameterName): string {
  return StringParameter.valueForStringParameter(scope, names.parameter(name));
}

/** One of several values joined by commas. */
export function readParameterAt(
  scope: Construct,
  names: StageNames,
  name: ParameterName,
  index: number,
): string {
  return Fn.select(index, Fn.split(',', readParameter(scope, names, name)));
}
