/*
 * The training loop in C: loop ROWS_FILE LABELS_FILE ROWS TIMES. Rows are float32.
 * -DLANES: the kernels' own arithmetic, float32 sums in lanes, the optimizer in double. Else a plain loop in REAL.
 * -DMODELS=N: that many models, each on a mini-batch before the next mini-batch comes.
 * -DPRODUCTS: their products alone, on one mini-batch again and again: what nothing that multiplies is faster than.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#ifndef REAL
#define REAL double
#endif
#ifndef MODELS
#define MODELS 1
#endif
#define DIM 605
#define BATCH 200
#define EPOCHS 15

typedef struct {
  REAL weight[DIM], mean[DIM], square[DIM], bias, bias_mean, bias_square;
} Model;

static Model models[MODELS];
static REAL gradient[DIM], slope[BATCH], margin[BATCH];

#ifdef LANES
#include "lanes.h"
#else
static void multiply(const float *rows, const REAL *weight) {
  for (int i = 0; i < BATCH; i++) {
    const float *row = rows + (size_t)i * DIM;
    REAL sum = 0;
    for (int j = 0; j < DIM; j++) sum += row[j] * weight[j];
    margin[i] = sum;
  }
}

static void multiply_transposed(const float *rows) {
  memset(gradient, 0, sizeof gradient);
  for (int i = 0; i < BATCH; i++) {
    const float *row = rows + (size_t)i * DIM;
    for (int j = 0; j < DIM; j++) gradient[j] += slope[i] * row[j];
  }
}
#endif

static double loss;

/* Adds the logistic loss of one row, and answers its derivative by the margin. */
static REAL slope_of(REAL margin, int positive) {
  REAL wrong = positive ? -margin : margin, tail = (REAL)exp(-fabs(wrong));
  loss += (wrong > 0 ? wrong : 0) + log1p(tail);
  REAL slope = (wrong < 0 ? tail : 1) / (1 + tail);
  return positive ? -slope : slope;
}

static REAL adam(REAL g, REAL *m, REAL *v, REAL rate) {
  *m = (REAL)0.9 * *m + (REAL)0.1 * g;
  *v = (REAL)0.999 * *v + (REAL)0.001 * g * g;
  return rate * *m / ((REAL)sqrt(*v) + (REAL)1e-8);
}

static void step(Model *model, const float *rows, const float *labels, int t) {
  multiply(rows, model->weight);
#ifndef PRODUCTS
  for (int i = 0; i < BATCH; i++) slope[i] = slope_of(margin[i] + model->bias, labels[i] == 1);
#else
  (void)labels;
  for (int i = 0; i < BATCH; i++) slope[i] = margin[i];
#endif
  multiply_transposed(rows);
#ifndef PRODUCTS
  REAL bias_gradient = 0;
  for (int i = 0; i < BATCH; i++) bias_gradient += slope[i];
  REAL rate = (REAL)(0.005 * sqrt(1 - pow(0.999, t)) / (1 - pow(0.9, t)));
  for (int j = 0; j < DIM; j++) {
    REAL g = gradient[j] / BATCH + (REAL)1e-4 * model->weight[j];
    model->weight[j] -= adam(g, &model->mean[j], &model->square[j], rate);
  }
  model->bias -= adam(bias_gradient / BATCH, &model->bias_mean, &model->bias_square, rate);
#else
  model->weight[t % DIM] += gradient[t % DIM] > 0 ? (REAL)1e-9 : (REAL)-1e-9;
#endif
}

static float *read_floats(const char *path, size_t count) {
  float *values = malloc(4 * count);
  FILE *file = fopen(path, "rb");
  if (!values || !file || fread(values, 4, count, file) != count) exit(1);
  fclose(file);
  return values;
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void train(const float *features, const float *labels, size_t rows) {
  memset(models, 0, sizeof models), loss = 0;
  for (int epoch = 0, t = 0; epoch < EPOCHS; epoch++)
    for (size_t first = 0; first + BATCH <= rows; first += BATCH) {
      t++;
#ifdef PRODUCTS
      size_t at = 0;
#else
      size_t at = first;
#endif
      for (int m = 0; m < MODELS; m++) step(models + m, features + at * DIM, labels + at, t);
    }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  size_t rows = strtoull(argv[3], 0, 10);
  float *features = read_floats(argv[1], rows * DIM), *labels = read_floats(argv[2], rows);
  double wall = 0, cpu = 0;
  for (int time = 0; time < atoi(argv[4]); time++) {
    wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    train(features, labels, rows);
    wall = seconds(CLOCK_MONOTONIC) - wall, cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"wallMs\": %f, \"cpuMs\": %f, \"peakMb\": %f, \"loss\": %f}\n", 1000 * wall, 1000 * cpu,
         usage.ru_maxrss / 1024.0, loss / MODELS / EPOCHS / (rows - rows % BATCH));
  return 0;
}
