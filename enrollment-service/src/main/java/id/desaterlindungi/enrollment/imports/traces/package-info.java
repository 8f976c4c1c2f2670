/** Where somebody of the register stands in lists, and how that goes. */
@NullMarked
package id.desaterlindungi.enrollment.imports.traces;

import org.jspecify.annotations.NullMarked;
