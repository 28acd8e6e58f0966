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
export const endpointChange = z.looseObject({
  EndpointName: nameOf(63),
  EndpointConfigName: nameOf(63),
  Tags: tagList,
});
