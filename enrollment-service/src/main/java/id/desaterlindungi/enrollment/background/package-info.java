/** Threads of the service's own: one that repeats a step and the signal that wakes it, and those that work on sets of what comes one by one. */
@NullMarked
package id.desaterlindungi.enrollment.background;

import org.jspecify.annotations.NullMarked;
