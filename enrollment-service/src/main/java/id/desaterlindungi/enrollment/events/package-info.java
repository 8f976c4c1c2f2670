/** What happened: outbox, positions, the log, its feed over HTTP and its way to Kafka. */
@NullMarked
package id.desaterlindungi.enrollment.events;

import org.jspecify.annotations.NullMarked;
