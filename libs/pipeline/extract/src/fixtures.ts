/** Windows of synthetic batches, for whoever proves that another engine makes the same bytes. */
export { anyScenario, type Scenario } from './scenario.fixture.ts';
export { batchFiles, batchIdAt, tickAt, transactionOn, type BatchContent } from './window.fixture.ts';
