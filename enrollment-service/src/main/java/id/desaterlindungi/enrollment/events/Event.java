package id.desaterlindungi.enrollment.events;

/**
 * Something that happened to the register, not yet in the log.
 *
 * @param type CloudEvents type, such as {@code id.desaterlindungi.participant.enrolled.v1}
 * @param subject whom it happened to: a participant's id or a village's code
 * @param data the body as the contract describes it; nothing that tells a person
 */
public record Event(String type, String subject, Object data) {}
