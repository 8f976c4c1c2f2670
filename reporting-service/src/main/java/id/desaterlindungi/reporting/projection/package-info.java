/** What the totals rest on: how far they are, whether they are right, and building them anew. */
@NullMarked
package id.desaterlindungi.reporting.projection;

import org.jspecify.annotations.NullMarked;
