package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.asked.PartLevel;
import id.desaterlindungi.reporting.pages.asked.SearchText;
import id.desaterlindungi.reporting.pages.asked.Show;
import id.desaterlindungi.reporting.pages.figures.OfficeFigures;
import id.desaterlindungi.reporting.pages.words.Formats;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.AreaProgress.AreaName;
import id.desaterlindungi.reporting.progress.PageReader.Found;
import id.desaterlindungi.reporting.progress.PageReader.Part;
import id.desaterlindungi.reporting.progress.PageReader.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page of an area below the province shows. Texts that have nothing to say are empty. */
record AreaPage(
        String code,
        String name,
        String kind,
        List<SortLink> crumbs,
        boolean told,
        String covered,
        String sentence,
        String provincePercent,
        String provinceTarget,
        String printHref,
        String printVillagesHref,
        String searchedName,
        List<FoundRow> found,
        String foundMore,
        boolean hasParts,
        String partsTitle,
        String partsHead,
        String moneyHead,
        String partsSentence,
        boolean partsWithheld,
        String changes,
        String changeHead,
        List<List<SortLink>> choices,
        List<PartRow> parts,
        List<SortLink> sorts,
        FileLinks files,
        Money money,
        Optional<OfficeFigures> office,
        Moment moment) {
    /** The most villages that a search shows. */
    static final int MOST_FOUND = 50;

    /** @param above the areas that it lies in, the nearest first */
    record FoundRow(String href, String name, String above, String value) {}

    /** What the address asks for, beside the area. */
    record Asked(
            @Nullable PartLevel level,
            Show show,
            PartOrder order,
            long extra,
            @Nullable SearchText name) {}

    public boolean hasOffice() {
        return office.isPresent();
    }

    public boolean searched() {
        return !searchedName.isEmpty();
    }

    /** @param found what a search has found, one more than are shown where there are more */
    static AreaPage of(Within within, Asked asked, List<Found> found, Visit visit, Words words) {
        var formats = visit.formats();
        var place = within.place();
        var area = place.area().area();
        var covered = place.area().register().covered();
        var moment = Moment.of(place, formats);
        var villages = within.level() == Level.VILLAGE;
        var open = within.parts().stream().filter(part -> !part.closed()).toList();
        var shown = within.parts().stream()
                .filter(part -> !villages || asked.show().holds(part))
                .toList();
        var told =
                within.parts().stream().filter(part -> part.covered() != null).count();
        var province = within.province();
        var goal = province.goal();
        return new AreaPage(
                area.code(),
                area.name(),
                kind(area.code(), words),
                place.above().stream()
                        .map(above -> new SortLink(
                                above.name(),
                                visit.to(above.code().length() == 2 ? "/" : "/areas/" + above.code()),
                                false))
                        .toList(),
                covered != null,
                covered == null ? "" : formats.number(covered),
                covered == null
                        ? ""
                        : covered == 0
                                ? words.areaNone(area.name(), moment.at())
                                : words.areaSentence(formats.number(covered), area.name(), moment.at()),
                goal == null || province.percentOfGoal() == null ? "" : formats.percent(province.percentOfGoal()),
                goal == null ? "" : formats.number(goal.target()),
                visit.to("/print/" + area.code()),
                place.level() == Level.REGENCY || place.level() == Level.DISTRICT
                        ? visit.to("/print/" + area.code() + "/villages")
                        : "",
                asked.name() == null ? "" : asked.name().text(),
                found.stream()
                        .limit(MOST_FOUND)
                        .map(one -> foundRow(one, visit, formats))
                        .toList(),
                found.size() > MOST_FOUND ? formats.number(MOST_FOUND) : "",
                !within.parts().isEmpty(),
                villages
                        ? words.villagesTitle()
                        : place.level() == Level.PROVINCE ? words.regenciesTitle() : words.districtsTitle(),
                villages
                        ? words.villageHead()
                        : place.level() == Level.PROVINCE ? words.regency() : words.districtHead(),
                villages ? words.moneyOfVillage() : words.withoutMoney(),
                told < within.parts().size()
                        ? words.partsSomeWithheld()
                        : villages ? nobody(open, formats, words) : PartRow.leaders(open, formats, words),
                told == 0,
                PartRow.changes(open, place.changesUntil(), formats, words),
                words.changeHead(formats.shortDay(place.changesUntil())),
                choices(place.level(), villages, asked, visit, words),
                PartRow.of(shown, asked.order(), visit, words),
                asked.order().links(visit, words),
                FileLinks.of(within.level(), visit, words),
                Money.of(place, asked.extra(), visit, words),
                within.inFull().map(inFull -> OfficeFigures.of(inFull, place.today(), moment.at(), formats, words)),
                moment);
    }

    private static String nobody(List<Part> villages, Formats formats, Words words) {
        var nobody = villages.stream().filter(Show.NOBODY::holds).count();
        return words.partsNobody(formats.number(nobody), formats.number(villages.size()));
    }

    /** What a name does not say: that of a regency or city begins with it. */
    static String kind(String code, Words words) {
        var village = 9;
        return switch (code.length()) {
            case 8 -> words.district();
            case 13 -> code.charAt(village) == '1' ? words.kelurahan() : words.desa();
            default -> "";
        };
    }

    private static List<List<SortLink>> choices(Level own, boolean villages, Asked asked, Visit visit, Words words) {
        var choices = new ArrayList<List<SortLink>>();
        if (own == Level.REGENCY) {
            choices.add(List.of(
                    new SortLink(words.showDistricts(), visit.to(visit.path()) + "#parts", !villages),
                    new SortLink(
                            words.showVillages(),
                            visit.with(PartLevel.PARAMETER, PartLevel.VILLAGE.code()) + "#parts",
                            villages)));
        }
        if (villages) {
            choices.add(List.of(Show.values()).stream()
                    .map(show -> new SortLink(
                            show.text(words),
                            (show == Show.ALL ? visit.without(Show.PARAMETER) : visit.with(Show.PARAMETER, show.code()))
                                    + "#parts",
                            show == asked.show()))
                    .toList());
        }
        return choices;
    }

    private static FoundRow foundRow(Found found, Visit visit, Formats formats) {
        var area = found.area().area();
        var covered = found.area().register().covered();
        return new FoundRow(
                visit.to("/areas/" + area.code()),
                area.name(),
                found.above().reversed().stream()
                        .filter(above -> above.code().length() > 2)
                        .map(AreaName::name)
                        .collect(Collectors.joining(", ")),
                covered == null ? PartRow.WITHHELD : formats.number(covered));
    }
}
