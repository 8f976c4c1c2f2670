/** Figures of an area in words and lengths: who its people are, and where its pace leads. */
@NullMarked
package id.desaterlindungi.reporting.pages.figures;

import org.jspecify.annotations.NullMarked;
