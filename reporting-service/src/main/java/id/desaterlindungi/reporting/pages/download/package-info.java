/** Files to take along: the figures of the pages for all areas of a level. */
@NullMarked
package id.desaterlindungi.reporting.pages.download;

import org.jspecify.annotations.NullMarked;
