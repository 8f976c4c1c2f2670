/** Synthetic people for a first look: made by a seed, enrolled through the API like anyone's data. */
@NullMarked
package id.desaterlindungi.local.sample;

import org.jspecify.annotations.NullMarked;
