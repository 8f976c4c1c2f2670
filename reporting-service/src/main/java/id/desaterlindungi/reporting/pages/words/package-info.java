/** What pages say, and how numbers and days are written, in each language. */
@NullMarked
package id.desaterlindungi.reporting.pages.words;

import org.jspecify.annotations.NullMarked;
