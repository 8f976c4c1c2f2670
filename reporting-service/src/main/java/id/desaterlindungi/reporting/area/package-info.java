/** The administrative areas: province, regencies and cities, districts, villages; the codes are the keys. */
@NullMarked
package id.desaterlindungi.reporting.area;

import org.jspecify.annotations.NullMarked;
