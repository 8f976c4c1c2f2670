package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How an office made sure that it is the person who asks, or somebody who may ask for the person. */
@Schema(name = "IdentityCheck")
enum IdentityCheck {
    /** The electronic identity card was shown. */
    KTP_SHOWN,
    FAMILY_CARD_SHOWN,
    /** The card of the membership. */
    KPJ_SHOWN,
    /** A letter of the village says who it is. */
    VILLAGE_LETTER,
    /** Somebody else, with a power of attorney. */
    POWER_OF_ATTORNEY,
    /** An heir, with proof of it. */
    HEIR,
    /** A call to the number that the register has. */
    CALLED_BACK
}
