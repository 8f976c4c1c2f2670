package id.desaterlindungi.reporting.coverage.fold;

/** The generation of the totals that a batch is folded into. */
sealed interface TargetGeneration {
    /** The one that answers requests, whichever that is when its row is locked. */
    record Live() implements TargetGeneration {}

    /** One that is folded anew beside the live one. */
    record Numbered(int number) implements TargetGeneration {}
}
