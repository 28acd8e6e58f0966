export { EnvironmentNotMade, PythonMissing } from './errors.ts';
export { makeEnvironment, type EnvironmentPlan } from './make-environment.ts';
export { projectEnvironment } from './project-environment.ts';
