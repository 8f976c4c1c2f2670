/** The keys of the register as its operator sees them, and the work that seals everything with a new one. */
@NullMarked
package id.desaterlindungi.enrollment.keys;

import org.jspecify.annotations.NullMarked;
