export type { Decision, SelectionPolicy, JudgedCandidate, JudgedPart } from './decision.ts';
export { judgedPartOf, UnknownObjective } from './judged-part-of.ts';
export { selectCandidate, type Selection } from './select-candidate.ts';
