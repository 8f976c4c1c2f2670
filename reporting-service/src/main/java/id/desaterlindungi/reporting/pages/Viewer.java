package id.desaterlindungi.reporting.pages;

/**
 * Who looks at a page, as the page tells it: an office, never a person. Texts that have nothing to say are empty.
 *
 * @param offered somebody who has not signed in may do so
 * @param who the role and its areas
 * @param sees whose figures the page shows, or why no others than anybody's
 * @param inFull whether some of them are not for publishing
 */
record Viewer(boolean offered, String who, String sees, boolean inFull) {
    /** Nobody can sign in, or the page is the same for all. */
    static final Viewer UNSAID = new Viewer(false, "", "", false);

    static final Viewer ANYBODY = new Viewer(true, "", "", false);

    public boolean signedIn() {
        return !who.isEmpty();
    }
}
