import type { StageNames } from '../names.ts';
import type { Permission } from './permission.ts';

/** Whoever updates an endpoint under the eyes of alarms, and whoever then watches them, may read these alarms. */
export function watchesUpdates({ rollbackAlarmArns }: StageNames): readonly Permission[] {
  if (rollbackAlarmArns.length === 0) return [];
  return [{ actions: ['cloudwatch:DescribeAlarms'], resources: [...rollbackAlarmArns] }];
}
