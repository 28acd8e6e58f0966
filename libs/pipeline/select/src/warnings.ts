import type { JudgedCandidate, TestEvidence } from './decision.ts';
import type { Selection } from './select-candidate.ts';

/** What somebody who trusts the decision should know beside it. */
export function warningsOn(
  { champion, judged, policy }: Selection,
  best: JudgedCandidate,
  evidence: TestEvidence | null,
): readonly string[] {
  return [
    ...(champion ? [] : ['there was no champion: the first model has been compared with none']),
    ...(evidence?.evidence === 'thin'
      ? [
          `the evidence is thin: the test part spans ${minutes(evidence.spanMs)}, three stretches of window and ` +
            `holding are ${minutes(evidence.neededMs)}`,
        ]
      : []),
    ...(judged.part === 'test'
      ? [
          'the tuning has seen the test part: its objective was measured there, so it is no untouched evidence',
        ]
      : []),
    ...(policy.policy === 'objective-best' && best.refusals.length > 0
      ? [`the gate would refuse ${best.trainingJobName}: ${best.refusals.join(', ')}`]
      : []),
  ];
}

function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(1)} minutes`;
}
