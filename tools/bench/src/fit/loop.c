/* The training loop in plain C: loop ROWS_FILE LABELS_FILE ROWS TIMES. float32 rows; REAL sums, double or float. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#ifndef REAL
#define REAL double
#endif
#define DIM 605
#define BATCH 200
#define EPOCHS 15

static REAL weight[DIM], gradient[DIM], mean[DIM], square[DIM], slope[BATCH];
static REAL bias, bias_mean, bias_square;

static REAL adam(REAL g, REAL *m, REAL *v, REAL rate) {
  *m = (REAL)0.9 * *m + (REAL)0.1 * g;
  *v = (REAL)0.999 * *v + (REAL)0.001 * g * g;
  return rate * *m / ((REAL)sqrt(*v) + (REAL)1e-8);
}

static void step(const float *rows, const float *labels, int t) {
  REAL bias_gradient = 0;
  memset(gradient, 0, sizeof gradient);
  for (int i = 0; i < BATCH; i++) {
    const float *row = rows + (size_t)i * DIM;
    REAL margin = bias;
    for (int j = 0; j < DIM; j++) margin += row[j] * weight[j];
    slope[i] = 1 / (1 + (REAL)exp(-margin)) - labels[i];
  }
  for (int i = 0; i < BATCH; i++) {
    const float *row = rows + (size_t)i * DIM;
    bias_gradient += slope[i];
    for (int j = 0; j < DIM; j++) gradient[j] += slope[i] * row[j];
  }
  REAL rate = (REAL)(0.005 * sqrt(1 - pow(0.999, t)) / (1 - pow(0.9, t)));
  for (int j = 0; j < DIM; j++)
    weight[j] -= adam(gradient[j] / BATCH + (REAL)1e-4 * weight[j], &mean[j], &square[j], rate);
  bias -= adam(bias_gradient / BATCH, &bias_mean, &bias_square, rate);
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

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  size_t rows = strtoull(argv[3], 0, 10);
  float *features = read_floats(argv[1], rows * DIM), *labels = read_floats(argv[2], rows);
  double wall = 0, cpu = 0;
  for (int time = 0; time < atoi(argv[4]); time++) {
    memset(weight, 0, sizeof weight), memset(mean, 0, sizeof mean), memset(square, 0, sizeof square);
    bias = bias_mean = bias_square = 0;
    wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int epoch = 0, t = 0; epoch < EPOCHS; epoch++)
      for (size_t first = 0; first + BATCH <= rows; first += BATCH)
        step(features + first * DIM, labels + first, ++t);
    wall = seconds(CLOCK_MONOTONIC) - wall, cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"wallMs\": %f, \"cpuMs\": %f, \"peakMb\": %f, \"bias\": %f}\n", 1000 * wall, 1000 * cpu, usage.ru_maxrss / 1024.0, (double)bias);
  return 0;
}
