import { createObjectStore } from '../../s3/create-object-store.ts';
import { createSageMaker } from '../create-sage-maker.ts';
import { tuningRequest } from './tuning-request.fixture.ts';

/** A process to be killed: `tuning-process.fixture.ts OBJECTS STATE NAME` begins a tuning and works until then. */
const [, , objects = '', folder = '', name = ''] = process.argv;
const service = createSageMaker({
  objects: createObjectStore(objects),
  folder,
  region: 'eu-west-2',
  account: '000000000000',
});
await service.control.operations['CreateHyperParameterTuningJob']?.(tuningRequest(name, { jobs: 8 }));
