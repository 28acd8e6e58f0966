import type { JsonObject } from '../../protocol/json-service.ts';
import type { Variant } from './hosting-input.ts';

/** What one endpoint configuration puts behind an endpoint; it outlives the configuration's deletion. */
export type Deployment = {
  readonly configName: string;
  readonly variant: Variant;
  readonly modelDataUrl: string;
};

/** An endpoint as it is stored. Times are epoch milliseconds. */
export type Endpoint = {
  readonly name: string;
  readonly arn: string;
  readonly status: 'Creating' | 'Updating' | 'InService' | 'Failed';
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** What answers; while creating, or where that failed, what was asked for. */
  readonly deployment: Deployment;
  /** What an update is bringing up. */
  readonly next: Deployment | null;
  readonly failureReason: string | null;
};

/** DescribeEndpoint's answer. */
export function describeEndpoint({ deployment: { configName, variant }, ...endpoint }: Endpoint): JsonObject {
  const { next, status } = endpoint;
  const isServing = status === 'InService' || status === 'Updating';
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: configName,
    EndpointStatus: status,
    ...(isServing && { ProductionVariants: [describeVariant(variant)] }),
    ...(next && {
      PendingDeploymentSummary: {
        EndpointConfigName: next.configName,
        ProductionVariants: [describeVariant(next.variant)],
        StartTime: new Date(endpoint.modifiedAt),
      },
    }),
    FailureReason: endpoint.failureReason ?? undefined,
    CreationTime: new Date(endpoint.createdAt),
    LastModifiedTime: new Date(endpoint.modifiedAt),
  };
}

/** One of ListEndpoints' summaries. */
export function endpointSummary({ name, arn, status, createdAt, modifiedAt }: Endpoint): JsonObject {
  return {
    EndpointName: name,
    EndpointArn: arn,
    EndpointStatus: status,
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(modifiedAt),
  };
}

function describeVariant({ VariantName, InitialVariantWeight, InitialInstanceCount }: Variant): JsonObject {
  const weight = InitialVariantWeight ?? 1;
  const count = InitialInstanceCount ?? 1;
  return {
    VariantName,
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: count,
    DesiredInstanceCount: count,
  };
}
