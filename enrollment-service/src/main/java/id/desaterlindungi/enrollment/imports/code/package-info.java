/** All findings that a list can have, what each stops, and the verdicts that rows get. */
@NullMarked
package id.desaterlindungi.enrollment.imports.code;

import org.jspecify.annotations.NullMarked;
