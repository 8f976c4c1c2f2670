/**
 * Callers who remember every answer, faults from a seed, and what must hold at the end whatever happened between.
 * {@link id.desaterlindungi.e2e.faults.Callers} and {@link id.desaterlindungi.e2e.faults.Schedule} are where to begin.
 */
@NullMarked
package id.desaterlindungi.e2e.faults;

import org.jspecify.annotations.NullMarked;
