package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person asks for (UU 27/2022, articles 6 to 11). */
@Schema(name = "DataSubjectRequestKind")
enum RequestKind {
    ACCESS,
    CORRECTION,
    RESTRICTION,
    ERASURE
}
