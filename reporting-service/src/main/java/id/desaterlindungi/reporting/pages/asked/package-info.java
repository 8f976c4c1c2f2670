/** What the address of a page may ask for. */
@NullMarked
package id.desaterlindungi.reporting.pages.asked;

import org.jspecify.annotations.NullMarked;
