package id.desaterlindungi.enrollment.events;

import java.time.Instant;

/**
 * An event as the log keeps it, with who caused it: for the audit, never for consumers.
 *
 * @param data the body as JSON text
 */
public record RecordedEvent(long position, String type, Instant at, String actor, String data) {}
