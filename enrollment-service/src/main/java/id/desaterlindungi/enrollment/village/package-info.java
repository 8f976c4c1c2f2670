/** Villages: their record, their beginning and end, and the money they set aside. */
@NullMarked
package id.desaterlindungi.enrollment.village;

import org.jspecify.annotations.NullMarked;
