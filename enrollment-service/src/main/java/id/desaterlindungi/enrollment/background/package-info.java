/** Work that no request waits for: a thread that repeats one step, and the signal that wakes it. */
@NullMarked
package id.desaterlindungi.enrollment.background;

import org.jspecify.annotations.NullMarked;
