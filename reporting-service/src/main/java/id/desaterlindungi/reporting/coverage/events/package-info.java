/** What the register tells, as it comes from the topic and from the feed: reads the contract, counts nothing. */
@NullMarked
package id.desaterlindungi.reporting.coverage.events;

import org.jspecify.annotations.NullMarked;
