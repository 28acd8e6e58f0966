export { encodePredictions, type EncodedPredictions } from './encode-predictions.ts';
export { InvalidInferenceRequest, UnsupportedContentType } from './errors.ts';
export { parseInferenceRequest, type InferenceRows } from './parse-inference-request.ts';
export { encodePredictionRecords } from './prediction-records.ts';
export { pythonFloat } from './python-float.ts';
