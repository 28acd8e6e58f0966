/* The products as the kernels do them: float32 sums, sixteen lanes a row; transposed, eight rows at a time. */
typedef float Four __attribute__((vector_size(16)));
typedef float Loaded __attribute__((vector_size(16), aligned(4), may_alias));

#define FOURS (DIM & ~3)
#define SIXTEENS (DIM & ~15)
#define AT(row, j) (*(const Loaded *)((row) + (j)))

static float single[DIM], sums[DIM], factors[BATCH];

static float product(const float *row) {
  Four a = {0}, b = {0}, c = {0}, d = {0};
  int j = 0;
  for (; j < SIXTEENS; j += 16) {
    a += AT(row, j) * AT(single, j);
    b += AT(row, j + 4) * AT(single, j + 4);
    c += AT(row, j + 8) * AT(single, j + 8);
    d += AT(row, j + 12) * AT(single, j + 12);
  }
  for (; j < FOURS; j += 4) a += AT(row, j) * AT(single, j);
  Four lanes = (a + b) + (c + d);
  float sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
  for (; j < DIM; j++) sum += row[j] * single[j];
  return sum;
}

static void multiply(const float *rows, const REAL *weight) {
  for (int j = 0; j < DIM; j++) single[j] = (float)weight[j];
  for (int i = 0; i < BATCH; i++) margin[i] = product(rows + (size_t)i * DIM);
}

static void multiply_transposed(const float *rows) {
  memset(sums, 0, sizeof sums);
  for (int i = 0; i < BATCH; i++) factors[i] = (float)slope[i];
  for (int i = 0; i < BATCH; i += 8) {
    const float *p = rows + (size_t)i * DIM, *f = factors + i;
    for (int j = 0; j < DIM; j++) {
      float ab = p[j] * f[0] + p[DIM + j] * f[1], cd = p[2 * DIM + j] * f[2] + p[3 * DIM + j] * f[3];
      float ef = p[4 * DIM + j] * f[4] + p[5 * DIM + j] * f[5], gh = p[6 * DIM + j] * f[6] + p[7 * DIM + j] * f[7];
      sums[j] += (ab + cd) + (ef + gh);
    }
  }
  for (int j = 0; j < DIM; j++) gradient[j] = sums[j];
}
