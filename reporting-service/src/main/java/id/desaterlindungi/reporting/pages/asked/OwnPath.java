package id.desaterlindungi.reporting.pages.asked;

import id.desaterlindungi.reporting.http.parameter.Misfit;
import java.util.regex.Pattern;

/** A page that somebody is led back to after signing in: one of these pages alone, so that no link leads through here to elsewhere. */
public record OwnPath(String text) {
    public static final String PARAMETER = "to";

    /** A name that is searched for takes up to twelve of these a character. */
    private static final int LONGEST = 1_000;

    private static final Pattern PAGE =
            Pattern.compile("/(?:areas/[0-9.]{2,13}|about)?(?:\\?[A-Za-z0-9=&%+._*-]*)?(?:#[a-z]+)?");

    /** @throws Misfit for any other address */
    public static OwnPath fromString(String written) {
        if (written.length() > LONGEST || !PAGE.matcher(written).matches()) {
            throw new Misfit("page-unknown");
        }
        return new OwnPath(written);
    }
}
