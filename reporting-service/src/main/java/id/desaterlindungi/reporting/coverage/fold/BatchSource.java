package id.desaterlindungi.reporting.coverage.fold;

/** Where a batch comes from, and how far it reaches there. */
sealed interface BatchSource {
    /**
     * Records of the topic.
     *
     * @param nextOffset offset of the record after the batch
     * @param complete whether the topic held nothing more when the batch was read
     */
    record Topic(long nextOffset, boolean complete) implements BatchSource {}

    /** The HTTP feed; the place in the topic stays as it is. */
    record Feed() implements BatchSource {}
}
