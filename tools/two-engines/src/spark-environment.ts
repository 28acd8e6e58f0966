import { execFileSync } from 'node:child_process';
import { EnvironmentNotMade, projectEnvironment, PythonMissing } from '@moving-ground/python-environment';
import { GLUE_ETL } from './extract-on-spark.ts';

export type SparkEnvironment =
  | { readonly python: string; readonly missing?: undefined }
  | { readonly python?: undefined; readonly missing: string };

/** The Spark job's environment, made when it is not there; what is missing where it cannot be. */
export async function sparkEnvironment(): Promise<SparkEnvironment> {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
  } catch {
    return { missing: 'there is no Java: install Java 17' };
  }
  try {
    return { python: await projectEnvironment(GLUE_ETL, (line) => console.log(line)) };
  } catch (error) {
    if (error instanceof PythonMissing || error instanceof EnvironmentNotMade)
      return { missing: error.message };
    throw error;
  }
}
