import { Duration, type Stack } from 'aws-cdk-lib';
import { ContainerImage, LinuxParameters, type ContainerDefinition, type Volume } from 'aws-cdk-lib/aws-ecs';
import type { StageNames } from '../names.ts';
import { readParameter } from './parameters.ts';
import type { ContainerParts } from './node-container.ts';
import { taskLog } from './task-log.ts';

/** The same for amd64 and arm64; compose.yaml runs it too. */
export const MONGODB_IMAGE =
  'mongo:8.0@sha256:4968f22d0c6c10ef29952f3e807f62872ba22b3312f25803564fbfc08255efc2';

/** WiredTiger's least; the working set of a streamer is a few hundred MB on disk and far less in use. */
const CACHE_GIB = '0.25';
const FILES = 'mongodb-files';

/** MongoDB as the article has it: in the streamer's task, on a file system that outlives it. The demo tier. */
export function mongoContainer(
  stack: Stack,
  names: StageNames,
  { context, key, task }: ContainerParts,
): ContainerDefinition {
  task.addVolume(files(stack, names));
  const mongodb = task.addContainer('mongodb', {
    containerName: 'mongodb',
    image: ContainerImage.fromRegistry(MONGODB_IMAGE),
    essential: true,
    user: '999:999',
    linuxParameters: new LinuxParameters(stack, 'mongodb-linux', { initProcessEnabled: true }),
    // Only the tasks' own group is let through to it.
    command: ['mongod', '--bind_ip_all', '--dbpath', '/data/db', '--wiredTigerCacheSizeGB', CACHE_GIB],
    stopTimeout: Duration.seconds(60),
    healthCheck: {
      // A shell of MongoDB's takes a hundred MB each time; the port answers as soon as the files are read.
      command: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/27017'],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 5,
      startPeriod: Duration.seconds(120),
    },
    logging: taskLog(stack, names, { stage: context.stage, key, container: 'mongodb' }).logging,
  });
  mongodb.addMountPoints({ sourceVolume: FILES, containerPath: '/data/db', readOnly: false });
  return mongodb;
}

/** Mounted by TLS, as the streamer's role. */
function files(stack: Stack, names: StageNames): Volume {
  return {
    name: FILES,
    efsVolumeConfiguration: {
      fileSystemId: readParameter(stack, names, 'file-system-id'),
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: readParameter(stack, names, 'access-point-id'), iam: 'ENABLED' },
    },
  };
}
