export {
  createExecutions,
  type Execution,
  type Executions,
  type ExecutionStatus,
} from './create-executions.ts';
