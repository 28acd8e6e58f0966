import { z } from 'zod';
import { nameOf, tagList } from '../resource/parse-input.ts';

const container = z.looseObject({ Image: z.string().optional(), ModelDataUrl: z.string().optional() });

export const createModelInput = z.looseObject({
  ModelName: nameOf(63),
  PrimaryContainer: container.optional(),
  Containers: z.array(container).max(15).optional(),
  ExecutionRoleArn: z.string().optional(),
  Tags: tagList,
});

const variant = z.looseObject({
  VariantName: nameOf(63),
  ModelName: nameOf(63),
  InitialInstanceCount: z.int().min(1).optional(),
  InstanceType: z.string().optional(),
  InitialVariantWeight: z.number().min(0).optional(),
  ServerlessConfig: z
    .looseObject({
      MemorySizeInMB: z.int().min(1024).max(6144).multipleOf(1024),
      MaxConcurrency: z.int().min(1).max(200),
    })
    .optional(),
});

export type Variant = z.infer<typeof variant>;

/** Several variants would share the traffic by weight: not offered here. */
export const createConfigInput = z.looseObject({
  EndpointConfigName: nameOf(63),
  ProductionVariants: z.tuple([variant]),
  Tags: tagList,
});

export const modelInput = z.looseObject({ ModelName: nameOf(63) });
export const configInput = z.looseObject({ EndpointConfigName: nameOf(63) });
export const endpointInput = z.looseObject({ EndpointName: nameOf(63) });

const trafficRouting = z.object({
  Type: z.enum(['ALL_AT_ONCE', 'CANARY', 'LINEAR']),
  WaitIntervalInSeconds: z.int().min(0).max(3600),
  CanarySize: z.looseObject({}).optional(),
  LinearStepSize: z.looseObject({}).optional(),
});

/** How an update would go on over two fleets; there is one here, and no alarm that could undo it. */
const deploymentConfig = z.object({
  BlueGreenUpdatePolicy: z
    .object({
      TrafficRoutingConfiguration: trafficRouting,
      TerminationWaitInSeconds: z.int().min(0).max(3600).optional(),
      MaximumExecutionTimeoutInSeconds: z.int().min(600).max(28800).optional(),
    })
    .optional(),
  RollingUpdatePolicy: z.looseObject({}).optional(),
  AutoRollbackConfiguration: z
    .object({ Alarms: z.array(z.object({ AlarmName: z.string().min(1).max(255) })).max(10) })
    .optional(),
});

export const endpointChange = z.looseObject({
  EndpointName: nameOf(63),
  EndpointConfigName: nameOf(63),
  DeploymentConfig: deploymentConfig.optional(),
  Tags: tagList,
});

export type EndpointChange = z.infer<typeof endpointChange>;
