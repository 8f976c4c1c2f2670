package id.desaterlindungi.enrollment.breach;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of personal data. */
@Schema(name = "BreachKind")
enum BreachKind {
    /** Somebody saw them who may not. */
    DISCLOSED,
    LOST,
    ALTERED,
    /** They could not be had when they were needed. */
    UNAVAILABLE
}
