package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.download.Download;
import id.desaterlindungi.reporting.pages.download.Download.Form;
import id.desaterlindungi.reporting.pages.words.Words;
import java.util.List;
import java.util.stream.Stream;

/** The files of a level to take along, one for each form. */
record FileLinks(String name, List<SortLink> forms) {
    static final String PATH = "/about/";

    static FileLinks of(Level level, Visit visit, Words words) {
        return new FileLinks(
                name(level, words),
                Stream.of(Form.values())
                        .map(form ->
                                new SortLink(form.name(), visit.to(PATH + new Download(level, form).file()), false))
                        .toList());
    }

    private static String name(Level level, Words words) {
        return switch (level) {
            case PROVINCE -> words.navProvince();
            case REGENCY -> words.regenciesTitle();
            case DISTRICT -> words.districtsTitle();
            case VILLAGE -> words.villagesTitle();
        };
    }
}
