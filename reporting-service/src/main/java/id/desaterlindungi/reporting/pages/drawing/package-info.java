/** Lines, bars and codes as SVG has them. */
@NullMarked
package id.desaterlindungi.reporting.pages.drawing;

import org.jspecify.annotations.NullMarked;
