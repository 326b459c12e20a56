/* Counts and sums by edge in one pass: what the memory of the machine allows. */
#include <stdint.h>

void one_pass(const uint8_t *activity, const int32_t *ticks, const int64_t *offsets, int64_t cases,
              int64_t among, int64_t *counts, int64_t *sums) {
    for (int64_t c = 0; c < cases; c++)
        for (int64_t e = offsets[c] + 1; e < offsets[c + 1]; e++) {
            int64_t edge = activity[e - 1] * among + activity[e];
            counts[edge]++;
            sums[edge] += ticks[e] - ticks[e - 1];
        }
}
