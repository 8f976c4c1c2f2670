package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.progress.PageReader.Place;
import id.desaterlindungi.reporting.projection.Reconciliations.Reconciliation;
import java.util.List;
import java.util.stream.Stream;

/** Where the figures come from, and how they proved themselves. */
record AboutPage(
        List<Census> censuses, List<FileLinks> files, boolean hasBorders, String bordersSource, Moment moment) {
    /** A comparison with a census of the register. */
    record Census(String at, String position, String people, boolean same, String differences, String villages) {}

    static AboutPage of(
            Place place,
            List<Reconciliation> latest,
            boolean hasBorders,
            String bordersSource,
            Visit visit,
            Words words) {
        var formats = visit.formats();
        return new AboutPage(
                latest.stream()
                        .map(one -> new Census(
                                formats.moment(one.takenAt()),
                                formats.number(one.position()),
                                formats.number(one.people()),
                                one.matched(),
                                formats.number(one.differences()),
                                formats.number(one.villages())))
                        .toList(),
                Stream.of(Level.values())
                        .map(level -> FileLinks.of(level, visit, words))
                        .toList(),
                hasBorders,
                bordersSource,
                Moment.of(place, formats));
    }
}
