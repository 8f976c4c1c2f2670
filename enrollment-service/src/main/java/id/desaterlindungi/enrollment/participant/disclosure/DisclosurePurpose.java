package id.desaterlindungi.enrollment.participant.disclosure;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a whole NIK may be needed for. What else there is to say stands beside it in words. */
@Schema(name = "DisclosurePurpose")
public enum DisclosurePurpose {
    /** To compare with an identity card or a member's card at the counter. */
    CARD_CHECK,
    /** To check with the civil registry. */
    CIVIL_REGISTRY,
    /** To find out whether two records are one person. */
    DUPLICATE_CHECK,
    /** To register with the agency, or to ask it for a KPJ. */
    AGENCY_REGISTRATION,
    /** For a benefit, or the notice of an accident or a death. */
    BENEFIT_CLAIM,
    /** Because the person has asked for it. */
    REQUEST_OF_THE_PERSON,
    /** For an audit, a court or another duty by law. */
    LEGAL_DUTY
}
