import type { Prediction } from '@moving-ground/model';
import { UnsupportedContentType } from './errors.ts';
import { encodePredictionRecords } from './prediction-records.ts';
import { pythonFloat } from './python-float.ts';

export type EncodedPredictions = { readonly body: Uint8Array; readonly contentType: string };

const JSON_TYPE = 'application/json';

const WRITERS: Readonly<Record<string, (predictions: readonly Prediction[]) => Uint8Array>> = {
  [JSON_TYPE]: (predictions) => text(`{"predictions": [${predictions.map(predictionJson).join(', ')}]}`),
  'application/jsonlines': (predictions) => text(predictions.map((p) => `${predictionJson(p)}\n`).join('')),
  'text/csv': (predictions) =>
    text(predictions.map((p) => `${p.predictedLabel},${pythonFloat(p.score)}\n`).join('')),
  'application/x-recordio-protobuf': encodePredictionRecords,
};

/** Linear Learner's answer in the form that Accept asks for, byte for byte. @throws UnsupportedContentType */
export function encodePredictions(predictions: readonly Prediction[], accept: string): EncodedPredictions {
  const asked = accept.split(/[,;]/)[0]?.trim().toLowerCase() ?? '';
  const contentType = asked === '' || asked === '*/*' ? JSON_TYPE : asked;
  const write = Object.hasOwn(WRITERS, contentType) ? WRITERS[contentType] : undefined;
  if (!write) throw new UnsupportedContentType(accept);
  return { body: write(predictions), contentType };
}

function predictionJson({ score, predictedLabel }: Prediction): string {
  return `{"score": ${pythonFloat(score)}, "predicted_label": ${predictedLabel}}`;
}

function text(body: string): Uint8Array {
  return new TextEncoder().encode(body);
}
