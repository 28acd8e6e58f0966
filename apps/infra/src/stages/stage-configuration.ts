import { parseConfiguration, type Configuration } from '@moving-ground/configuration';
import { StageNames } from '../names.ts';
import type { Stage } from './stage.ts';

/** The stage's whole configuration; its endpoint is called after it and its kind. @throws InvalidConfiguration */
export function stageConfiguration(stage: Stage): Configuration {
  const { kind, ...capacity } = stage.endpoint;
  return parseConfiguration(
    {
      ...stage.configuration,
      endpoint: {
        name: new StageNames(stage).endpointName,
        ...(kind === 'serverless' ? { serverless: capacity } : capacity),
      },
    },
    `stage ${stage.name}`,
  );
}
