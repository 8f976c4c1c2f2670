/** The OpenAPI description, as far as all operations share it. */
@NullMarked
package id.desaterlindungi.enrollment.http.description;

import org.jspecify.annotations.NullMarked;
