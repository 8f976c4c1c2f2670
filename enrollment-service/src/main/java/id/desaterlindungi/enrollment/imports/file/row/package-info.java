/**
 * Reads one row of a list: what each cell means, what was found of it, and what choices make of it. Knows no database and no HTTP,
 * and nothing of the other rows but their traits.
 */
@NullMarked
package id.desaterlindungi.enrollment.imports.file.row;

import org.jspecify.annotations.NullMarked;
