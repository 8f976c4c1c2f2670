package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.asked.OwnPath;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Language;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A page that somebody looks at, and in which language.
 *
 * @param chosen the language was chosen by its link, and is kept in the links of the page
 * @param parameters of the address, without the language
 * @param viewer who looks, as the page tells it
 */
record Visit(Language language, boolean chosen, String path, Map<String, String> parameters, Viewer viewer) {
    static final String LANGUAGE = "lang";

    /** Of somebody of whom the page says nothing. */
    Visit(Language language, boolean chosen, String path, Map<String, String> parameters) {
        this(language, chosen, path, parameters, Viewer.UNSAID);
    }

    Visit {
        parameters = Map.copyOf(parameters);
    }

    public String lang() {
        return language.code();
    }

    Formats formats() {
        return new Formats(language);
    }

    /** The address of another page. */
    public String to(String other) {
        return address(other, Map.of(), chosen, language);
    }

    /** This page with one parameter set otherwise, the others kept. */
    String with(String name, String value) {
        var changed = new TreeMap<>(parameters);
        changed.put(name, value);
        return address(path, changed, chosen, language);
    }

    /** This page with one parameter left out. */
    String without(String name) {
        var changed = new TreeMap<>(parameters);
        changed.remove(name);
        return address(path, changed, chosen, language);
    }

    public String inOtherLanguage() {
        return address(path, parameters, true, language.other());
    }

    /** Where somebody signs in, who then comes back to this page. */
    public String toSignIn() {
        return address(
                "/sign-in", Map.of(OwnPath.PARAMETER, address(path, parameters, chosen, language)), chosen, language);
    }

    public String toSignOut() {
        return to("/sign-out");
    }

    /** By which a page made once is known again. */
    String key() {
        return address(path, parameters, chosen, language) + " " + lang();
    }

    private static String address(String path, Map<String, String> parameters, boolean chosen, Language language) {
        var all = new TreeMap<>(parameters);
        if (chosen) {
            all.put(LANGUAGE, language.code());
        }
        return all.isEmpty()
                ? path
                : all.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", path + "?", ""));
    }
}
