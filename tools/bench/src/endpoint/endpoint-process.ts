import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { encodeArtifact } from '@moving-ground/formats';
import { createObjectStore, createSageMaker } from '../tuning/apps.ts';

/** A server of its own process: `endpoint-process.ts endpoint|bare FOLDER TURN`; its first line is its port. */
const [, , kind = '', parent = '', turn = ''] = process.argv;
const folder = `${parent}/${turn}`;
const FEATURE_DIM = 605;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Reads the whole body and answers as many bytes as a prediction has. */
function bare(): Handler {
  const body = '{"predictions": [{"score": 0.4871234567891234, "predicted_label": 0}]}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (Buffer.concat(chunks).length === 0) response.statusCode = 400;
    response.writeHead(200, headers).end(body);
  };
}

/** The local cloud's endpoint with a model of 605 weights behind it. */
async function endpoint(): Promise<Handler> {
  const objects = createObjectStore(`${folder}/s3`);
  const sageMaker = createSageMaker({
    objects,
    folder: `${folder}/sagemaker`,
    region: 'eu-west-2',
    account: '000000000000',
  });
  await objects.createBucket('bench');
  const weights = Float32Array.from({ length: FEATURE_DIM }, (_, i) => Math.sin(i) / 100);
  const model = {
    weights,
    bias: 0.1,
    threshold: 0.5,
    lossType: 'logistic',
    fBeta: 1,
    positiveExampleWeightMult: 1,
  } as const;
  await objects.put('bench', 'model.tar.gz', gzipSync(encodeArtifact(model)));
  const call = sageMaker.control.operations;
  const ModelDataUrl = 's3://bench/model.tar.gz';
  await call['CreateModel']?.({
    ModelName: 'm',
    PrimaryContainer: { Image: 'linear-learner:1', ModelDataUrl },
  });
  const variant = {
    VariantName: 'champion',
    ModelName: 'm',
    InitialInstanceCount: 1,
    InstanceType: 'ml.t2.medium',
  };
  await call['CreateEndpointConfig']?.({ EndpointConfigName: 'c', ProductionVariants: [variant] });
  await call['CreateEndpoint']?.({ EndpointName: 'bench', EndpointConfigName: 'c' });
  for (;;) {
    const told = await call['DescribeEndpoint']?.({ EndpointName: 'bench' });
    if (told?.['EndpointStatus'] === 'InService') return sageMaker.runtime;
    await pause(5);
  }
}

const handler = kind === 'bare' ? bare() : await endpoint();
const server = createServer((request, response) => void handler(request, response));
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
