package id.desaterlindungi.reporting.pages.asked;

import id.desaterlindungi.reporting.http.PlainText;
import id.desaterlindungi.reporting.http.parameter.Misfit;

/** A part of a village's name, as somebody writes it. */
public record SearchText(String text) {
    public static final String PARAMETER = "name";
    private static final int LONGEST = 60;

    /** @throws Misfit for what is no line of text, or a long one */
    public static SearchText fromString(String written) {
        var line = PlainText.line(written);
        if (line.fault() != null) {
            throw new Misfit(line.fault());
        }
        if (line.text().isEmpty() || line.length() > LONGEST) {
            throw new Misfit("text-format", LONGEST);
        }
        return new SearchText(line.text());
    }
}
