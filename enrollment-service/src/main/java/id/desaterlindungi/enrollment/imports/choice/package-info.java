/** What somebody decides once for many rows of a list. Knows no list, no database and no HTTP. */
@NullMarked
package id.desaterlindungi.enrollment.imports.choice;

import org.jspecify.annotations.NullMarked;
