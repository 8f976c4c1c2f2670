package id.desaterlindungi.reporting.coverage;

import java.time.LocalDate;
import java.util.Comparator;

/** The keys of the totals. Each has an order: whoever writes takes the rows in it, so that no two can deadlock. */
sealed interface Cell {

    /** One way to be counted, in a village or in an area whose villages are summed up so. */
    record Coverage(
            String areaCode,
            Status status,
            Segment segment,
            Occupation occupation,
            FundingSource fundingSource,
            String programmes,
            Sex sex,
            Origin origin)
            implements Cell {

        static final Comparator<Coverage> ORDER = Comparator.comparing(Coverage::areaCode)
                .thenComparing(Coverage::status)
                .thenComparing(Coverage::segment)
                .thenComparing(Coverage::occupation)
                .thenComparing(Coverage::fundingSource)
                .thenComparing(Coverage::programmes)
                .thenComparing(Coverage::sex)
                .thenComparing(Coverage::origin);

        static Coverage of(Facets facets) {
            return new Coverage(
                    facets.villageCode(),
                    facets.status(),
                    facets.segment(),
                    facets.occupation(),
                    facets.fundingSource(),
                    Programme.canonical(facets.programmes()),
                    facets.sex(),
                    facets.origin());
        }

        Coverage in(String area) {
            return new Coverage(area, status, segment, occupation, fundingSource, programmes, sex, origin);
        }
    }

    /** People of one village, or of an area whose villages are summed up so, with one status and born in one year. */
    record BirthYear(String areaCode, Status status, int birthYear) implements Cell {

        static final Comparator<BirthYear> ORDER = Comparator.comparing(BirthYear::areaCode)
                .thenComparing(BirthYear::status)
                .thenComparingInt(BirthYear::birthYear);
    }

    /** A village, or an area above it, summed up. */
    record AreaTotal(String areaCode, Status status, Origin origin) implements Cell {

        static final Comparator<AreaTotal> ORDER = Comparator.comparing(AreaTotal::areaCode)
                .thenComparing(AreaTotal::status)
                .thenComparing(AreaTotal::origin);
    }

    /** What happened in an area on a day. */
    record Flow(String areaCode, LocalDate day, FlowKind kind) implements Cell {

        static final Comparator<Flow> ORDER =
                Comparator.comparing(Flow::areaCode).thenComparing(Flow::day).thenComparing(Flow::kind);
    }
}
