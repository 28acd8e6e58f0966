import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Stage } from '../stages/stage.ts';

const RETENTION: Readonly<Record<Stage['logDays'], RetentionDays>> = {
  7: RetentionDays.ONE_WEEK,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  365: RetentionDays.ONE_YEAR,
};

export function retentionOf(stage: Stage): RetentionDays {
  return RETENTION[stage.logDays];
}
