/** The register of breaches: when personal data have failed to be protected, and who was told of it in time (UU 27/2022, article 46). */
@NullMarked
package id.desaterlindungi.enrollment.breach;

import org.jspecify.annotations.NullMarked;
