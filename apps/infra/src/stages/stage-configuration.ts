import { parseConfiguration, type Configuration } from '@moving-ground/configuration';
import { StageNames } from '../names.ts';
import type { Stage } from './stage.ts';

/** The stage's whole configuration; its endpoint is called after it. @throws InvalidConfiguration */
export function stageConfiguration(stage: Stage): Configuration {
  const written = parseConfiguration(stage.configuration, `stage ${stage.name}`);
  return { ...written, endpoint: { ...written.endpoint, name: new StageNames(stage).endpointName } };
}
