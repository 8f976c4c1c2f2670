package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.pages.drawing.QrCode;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.Funding;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import id.desaterlindungi.reporting.progress.PageReader.Within;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sheet of paper for an area, or one for each of its villages. */
record PrintPage(
        String name, String back, String province, String monthly, String host, List<Sheet> sheets, Moment moment) {
    /** @param value covered in the register; empty where that is not told */
    record Sheet(String kind, String name, String above, String value, String address, QrCode code) {}

    /** @param site where the pages are found by those who scan a code */
    static PrintPage of(Within within, boolean ofVillages, URI site, Visit visit, Words words) {
        var formats = visit.formats();
        var place = within.place();
        var area = place.area().area();
        var province = within.province();
        var goal = province.goal();
        return new PrintPage(
                area.name(),
                visit.to(area.code().length() == 2 ? "/" : "/areas/" + area.code()),
                goal == null || province.covered() == null || province.percentOfGoal() == null
                        ? ""
                        : words.sheetProvince(
                                formats.number(province.covered()),
                                formats.number(goal.target()),
                                formats.percent(province.percentOfGoal()),
                                formats.number(province.remaining() == null ? 0 : province.remaining())),
                formats.rupiah(Funding.LEAST_MONTHLY),
                site.getAuthority(),
                ofVillages
                        ? within.parts().stream()
                                .filter(part -> !part.closed())
                                .map(part -> ofVillage(part, within, site, visit, words))
                                .toList()
                        : List.of(sheet(
                                area,
                                place.above().reversed().stream()
                                        .map(AreaName::name)
                                        .collect(Collectors.joining(", ")),
                                place.area().register().covered(),
                                site,
                                visit,
                                words)),
                Moment.of(place, formats));
    }

    private static Sheet ofVillage(Part part, Within within, URI site, Visit visit, Words words) {
        var above = Stream.concat(
                        Stream.of(
                                        part.parentName(),
                                        within.place().area().area().name())
                                .distinct(),
                        within.place().above().reversed().stream().map(AreaName::name))
                .collect(Collectors.joining(", "));
        return sheet(part.area().area(), above, part.covered(), site, visit, words);
    }

    private static Sheet sheet(
            AreaName area, String above, @Nullable Long covered, URI site, Visit visit, Words words) {
        var path = area.code().length() == 2 ? "/" : "/areas/" + area.code();
        var address = site.resolve(path).toString();
        return new Sheet(
                AreaPage.kind(area.code(), words),
                area.name(),
                above,
                covered == null ? "" : visit.formats().number(covered),
                address,
                QrCode.of(address));
    }
}
