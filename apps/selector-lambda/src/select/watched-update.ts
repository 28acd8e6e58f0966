/** The alarms look at five minutes, a minute each; two more for a point that comes late. */
const WATCH_SECONDS = 7 * 60;
/** Bringing up an instance takes some minutes; then it is watched. */
const LONGEST_SECONDS = 1800;

/**
 * UpdateEndpoint's DeploymentConfig: the new fleet takes all traffic at once and is watched while the old one still
 * stands; an alarm brings the old one back, and the endpoint is in service with its old configuration.
 * @param alarms 1 to 10 names of CloudWatch alarms of this account
 */
export function watchedUpdate(alarms: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: WATCH_SECONDS },
      TerminationWaitInSeconds: 0,
      MaximumExecutionTimeoutInSeconds: LONGEST_SECONDS,
    },
    AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) },
  };
}
