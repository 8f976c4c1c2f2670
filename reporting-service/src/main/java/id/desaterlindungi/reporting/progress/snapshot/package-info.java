/** The totals at one moment: all figures of an answer are read from one snapshot. */
@NullMarked
package id.desaterlindungi.reporting.progress.snapshot;

import org.jspecify.annotations.NullMarked;
