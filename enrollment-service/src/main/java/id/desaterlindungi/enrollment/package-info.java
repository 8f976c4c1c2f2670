/** The enrollment service: owns the register and writes down everything that happens to it. */
@NullMarked
package id.desaterlindungi.enrollment;

import org.jspecify.annotations.NullMarked;
