/** Takes the body of a request to disk and finds the file in it. Knows nothing of imports, rows or the database. */
@NullMarked
package id.desaterlindungi.enrollment.imports.upload;

import org.jspecify.annotations.NullMarked;
