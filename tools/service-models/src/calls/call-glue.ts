import {
  BatchStopJobRunCommand,
  GetJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GlueClient,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

/** The run's arguments name nothing that is there, so that it fails: a failed run has the most to tell. */
export async function callGlue(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new GlueClient(place.client);
  recordAnswers(client, 'glue', answers);
  const JobName = 'moving-ground-extract';
  await client.send(new GetJobCommand({ JobName }));
  const { JobRunId = '' } = await client.send(
    new StartJobRunCommand({ JobName, Arguments: { '--bucket': place.bucket } }),
  );
  for (;;) {
    const { JobRun } = await client.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
    if (JobRun?.JobRunState === 'FAILED') break;
  }
  await client.send(new GetJobRunsCommand({ JobName, MaxResults: 1 }));
  await client.send(new BatchStopJobRunCommand({ JobName, JobRunIds: [JobRunId, 'not-there'] }));
  await inVain(client.send(new GetJobRunCommand({ JobName, RunId: 'not-there' })));
  await inVain(client.send(new StartJobRunCommand({ JobName: 'not-there' })));
}
