/** What was found in a list, asked as questions that one choice answers for many rows, and the choices that were made. */
@NullMarked
package id.desaterlindungi.enrollment.imports.correction;

import org.jspecify.annotations.NullMarked;
