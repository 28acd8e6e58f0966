import type { Prediction } from '@moving-ground/model';
import { UnsupportedContentType } from './errors.ts';
import { encodePredictionRecords } from './prediction-records.ts';
import { pythonFloat } from './python-float.ts';

/** A body of text is ASCII: as many bytes as characters. */
export type EncodedPredictions = { readonly body: string | Uint8Array; readonly contentType: string };

const JSON_TYPE = 'application/json';

const WRITERS: Readonly<Record<string, (predictions: readonly Prediction[]) => string | Uint8Array>> = {
  [JSON_TYPE]: (predictions) => `{"predictions": [${predictions.map(predictionJson).join(', ')}]}`,
  'application/jsonlines': (predictions) => predictions.map((p) => `${predictionJson(p)}\n`).join(''),
  'text/csv': (predictions) =>
    predictions.map((p) => `${p.predictedLabel},${pythonFloat(p.score)}\n`).join(''),
  'application/x-recordio-protobuf': encodePredictionRecords,
};

/**
 * Linear Learner's answer in the first form of Accept that is known, byte for byte; JSON where any will do.
 * @throws UnsupportedContentType
 */
export function encodePredictions(predictions: readonly Prediction[], accept: string): EncodedPredictions {
  const contentType = accept.split(',').map(asked).find(isKnown);
  const write = contentType === undefined ? undefined : WRITERS[contentType];
  if (contentType === undefined || !write) throw new UnsupportedContentType(accept);
  return { body: write(predictions), contentType };
}

function asked(range: string): string {
  const type = range.split(';')[0]?.trim().toLowerCase() ?? '';
  return ['', '*/*', 'application/*'].includes(type) ? JSON_TYPE : type;
}

function isKnown(contentType: string): boolean {
  return Object.hasOwn(WRITERS, contentType);
}

function predictionJson({ score, predictedLabel }: Prediction): string {
  return `{"score": ${pythonFloat(score)}, "predicted_label": ${predictedLabel}}`;
}
