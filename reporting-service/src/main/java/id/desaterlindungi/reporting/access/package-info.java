/** Who asks, what for, and for which areas. It knows nothing of people. */
@NullMarked
package id.desaterlindungi.reporting.access;

import org.jspecify.annotations.NullMarked;
