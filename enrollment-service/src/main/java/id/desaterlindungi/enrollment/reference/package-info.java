/** The codes that the register uses, with their names for people. */
@NullMarked
package id.desaterlindungi.enrollment.reference;

import org.jspecify.annotations.NullMarked;
