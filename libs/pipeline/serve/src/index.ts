export { scoreRows } from './score-rows.ts';
