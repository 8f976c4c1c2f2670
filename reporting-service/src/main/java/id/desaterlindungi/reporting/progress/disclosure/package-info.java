/** What the public may be told of the figures of areas, and what is kept back. */
@NullMarked
package id.desaterlindungi.reporting.progress.disclosure;

import org.jspecify.annotations.NullMarked;
