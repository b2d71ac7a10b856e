/* colormap: viridis (van der Walt and Smith 2015), dark to bright: even
 * steps to the eye and readable for the colour-blind.  Computed from a table
 * of our own sampling. */
#ifndef REPORT_COLORMAP_H
#define REPORT_COLORMAP_H

struct rgb {
    unsigned char r, g, b;
};

/* x in [0, 1], clamped; NaN is 0. */
struct rgb colormap_viridis(double x);
/* Black or white: what is more readable on c. */
struct rgb colormap_ink(struct rgb c);
/* The nearest of the 256 xterm colours. */
int colormap_xterm(struct rgb c);

#endif
