package id.desaterlindungi.enrollment.privacy;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

@Schema(name = "DataSubjectRequestState")
enum RequestState {
    OPEN,
    COMPLETED,
    REFUSED
}
