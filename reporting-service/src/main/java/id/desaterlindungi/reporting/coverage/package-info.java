/** From the topic to the totals: what people are counted by, and how one hears that the totals have moved. */
@NullMarked
package id.desaterlindungi.reporting.coverage;

import org.jspecify.annotations.NullMarked;
