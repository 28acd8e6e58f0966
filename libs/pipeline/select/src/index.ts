export * from './comparison.ts';
export * from './decision.ts';
export { judgedPartOf, UnknownObjective } from './judged-part-of.ts';
export { challengerOf, selectCandidate, type Selection, type TestOfBoth } from './select-candidate.ts';
