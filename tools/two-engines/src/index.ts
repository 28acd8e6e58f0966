export { GLUE_ETL } from './extract-on-spark.ts';
export { sparkEnvironment, type SparkEnvironment } from './spark-environment.ts';
