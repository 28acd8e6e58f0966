/** A metric of the training log and the pattern that finds it, as the service lists them. */
export type MetricDefinition = { readonly Name: string; readonly Regex: string };

const HOST = String.raw`#quality_metric: host=\S+, `;
const STAGES = ['train', 'validation', 'test'] as const;
const JUDGED = ['validation', 'test'] as const;

function quality(stage: string, name: string, pattern: string): MetricDefinition {
  return { Name: `${stage}:${name}`, Regex: String.raw`${HOST}${stage} ${pattern}=(\S+)` };
}

const binary = [
  ['precision', 'precision <score>'],
  ['recall', 'recall <score>'],
  ['binary_f_beta', String.raw`binary_f_\S+ <score>`],
  ['binary_classification_accuracy', 'binary_classification_accuracy <score>'],
  ['mse', 'mse <loss>'],
  ['absolute_loss', 'absolute_loss <loss>'],
] as const;

const multiclass = [
  ['dcg', 'dcg <score>'],
  ['macro_precision', 'macro_precision <score>'],
  ['macro_recall', 'macro_recall <score>'],
  ['macro_f_beta', String.raw`macro_f_\S+ <score>`],
  ['multiclass_accuracy', 'multiclass_accuracy <score>'],
  ['multiclass_top_k_accuracy', String.raw`multiclass_top_k_accuracy_\S+ <score>`],
] as const;

const OBJECTIVE = String.raw`\S+_objective <loss>`;

const objective: readonly MetricDefinition[] = [
  quality('test', 'objective_loss', OBJECTIVE),
  ...(['train', 'validation'] as const).flatMap((stage) => [
    { Name: `${stage}:objective_loss`, Regex: String.raw`${HOST}epoch=\S+, ${stage} ${OBJECTIVE}=(\S+)` },
    quality(stage, 'objective_loss:final', OBJECTIVE),
  ]),
];

const course: readonly MetricDefinition[] = [
  { Name: 'train:progress', Regex: String.raw`#progress_metric: host=\S+, completed (\S+) %` },
  {
    Name: 'train:throughput',
    Regex: String.raw`#throughput_metric: host=\S+, train throughput=(\S+) records/second`,
  },
];

/** The 37 that the service gives every Linear Learner job. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  ...STAGES.flatMap((stage) => binary.map(([name, pattern]) => quality(stage, name, pattern))),
  ...JUDGED.flatMap((stage) => multiclass.map(([name, pattern]) => quality(stage, name, pattern))),
  ...objective,
  ...course,
];

/** Added by newer images. */
export const ROC_AUC_DEFINITIONS: readonly MetricDefinition[] = JUDGED.map((stage) =>
  quality(stage, 'roc_auc_score', 'roc_auc_score <score>'),
);
