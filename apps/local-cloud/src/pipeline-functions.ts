import { join } from 'node:path';
import type { FunctionSettings } from './lambda/lambda-function.ts';
import {
  BUCKET,
  functionArn,
  FUNCTIONS,
  REGION,
  SAGEMAKER_ROLE_ARN,
  STATE_MACHINE_ARN,
  TRAINING_IMAGE,
} from './names.ts';
import type { Settings } from './settings.ts';

type Bundle = 'watcher-lambda' | 'checker-lambda' | 'extract-lambda' | 'selector-lambda';

const HANDLERS: Readonly<Record<keyof typeof FUNCTIONS, readonly [Bundle, string]>> = {
  watcher: ['watcher-lambda', 'handler.watch'],
  sweep: ['watcher-lambda', 'handler.sweep'],
  checker: ['checker-lambda', 'handler.check'],
  extract: ['extract-lambda', 'handler.extract'],
  dataset: ['checker-lambda', 'handler.dataset'],
  finish: ['checker-lambda', 'handler.finish'],
  selector: ['selector-lambda', 'handler.select'],
  verifier: ['selector-lambda', 'handler.verify'],
};

/** The longest that Lambda allows. */
const MOST_SECONDS = 900;

/** The pipeline's functions as their stacks would deploy them: the same bundles, only endpoints and names are local. */
export function pipelineFunctions(settings: Settings, url: string): FunctionSettings[] {
  return (Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]).map((role) => {
    const [bundle, handler] = HANDLERS[role];
    const name = FUNCTIONS[role];
    return {
      name,
      arn: functionArn(name),
      bundle: join(settings.bundles, bundle, 'handler.mjs'),
      handler,
      environment: { ...awsEnvironment(url), ...ownEnvironment(bundle, settings) },
      timeoutSeconds: role === 'extract' ? MOST_SECONDS : 300,
      folder: join(settings.dataFolder, 'lambda', name),
    };
  });
}

function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** Each bundle gets the variables its settings know, and no other. */
function ownEnvironment(
  bundle: Bundle,
  { configuration, logLevel }: Settings,
): Readonly<Record<string, string>> {
  const shared = { GROUND_BUCKET: BUCKET, GROUND_LOG_LEVEL: logLevel };
  const whole = { ...shared, GROUND_CONFIGURATION: JSON.stringify(configuration) };
  if (bundle === 'extract-lambda') return { GROUND_LOG_LEVEL: logLevel };
  if (bundle === 'watcher-lambda') return { ...shared, GROUND_STATE_MACHINE_ARN: STATE_MACHINE_ARN };
  if (bundle === 'selector-lambda') return whole;
  return {
    ...whole,
    GROUND_TRAINING_IMAGE: TRAINING_IMAGE,
    GROUND_SAGEMAKER_ROLE_ARN: SAGEMAKER_ROLE_ARN,
    GROUND_POLL_SECONDS: '1',
  };
}
