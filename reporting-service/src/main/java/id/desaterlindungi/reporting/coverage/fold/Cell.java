package id.desaterlindungi.reporting.coverage.fold;

import id.desaterlindungi.reporting.coverage.FlowKind;
import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.events.Facets;
import java.time.LocalDate;

/**
 * The keys of the totals. Each has an order, that of the rows' keys: what is written stands together. Orders are spelled out, since
 * a batch of many thousands is sorted by them.
 */
sealed interface Cell {
    /** The people of a village, or of an area above the districts, who are alike in all facets. */
    record Coverage(String areaCode, Combination combination) implements Cell, Comparable<Coverage> {
        static Coverage of(Facets facets) {
            return new Coverage(facets.villageCode(), Combination.of(facets));
        }

        Coverage in(String area) {
            return new Coverage(area, combination);
        }

        @Override
        public int compareTo(Coverage other) {
            var byArea = areaCode.compareTo(other.areaCode);
            return byArea != 0 ? byArea : combination.compareTo(other.combination);
        }
    }

    /** The facets that a person is counted by, without village and birth year; a row of the table {@code facets}. */
    record Combination(
            Status status,
            Segment segment,
            Occupation occupation,
            FundingSource fundingSource,
            String programmes,
            Sex sex,
            Origin origin)
            implements Comparable<Combination> {
        static Combination of(Facets facets) {
            return new Combination(
                    facets.status(),
                    facets.segment(),
                    facets.occupation(),
                    facets.fundingSource(),
                    Programme.canonical(facets.programmes()),
                    facets.sex(),
                    facets.origin());
        }

        @Override
        public int compareTo(Combination other) {
            var order = Integer.compare(number(), other.number());
            return order != 0 ? order : programmes.compareTo(other.programmes);
        }

        /** The closed sets as one number, by which they are told apart and ordered. */
        private int number() {
            var number = status.ordinal();
            number = number * 8 + segment.ordinal();
            number = number * 64 + occupation.ordinal();
            number = number * 32 + fundingSource.ordinal();
            return (number * 4 + sex.ordinal()) * 4 + origin.ordinal();
        }

        @Override
        public int hashCode() {
            return number() * 31 + programmes.hashCode();
        }
    }

    /** People of one village, or of an area whose villages are summed up so, with one status and born in one year. */
    record BirthYear(String areaCode, Status status, int birthYear) implements Cell, Comparable<BirthYear> {
        @Override
        public int compareTo(BirthYear other) {
            var byArea = areaCode.compareTo(other.areaCode);
            var order = byArea != 0 ? byArea : status.compareTo(other.status);
            return order != 0 ? order : Integer.compare(birthYear, other.birthYear);
        }
    }

    /** A village, or an area above it, summed up. */
    record AreaTotal(String areaCode, Status status, Origin origin) implements Cell, Comparable<AreaTotal> {
        @Override
        public int compareTo(AreaTotal other) {
            var byArea = areaCode.compareTo(other.areaCode);
            var order = byArea != 0 ? byArea : status.compareTo(other.status);
            return order != 0 ? order : origin.compareTo(other.origin);
        }
    }

    /** What happened in an area on a day. */
    record Flow(String areaCode, LocalDate day, FlowKind kind) implements Cell, Comparable<Flow> {
        @Override
        public int compareTo(Flow other) {
            var byArea = areaCode.compareTo(other.areaCode);
            var order = byArea != 0 ? byArea : day.compareTo(other.day);
            return order != 0 ? order : kind.compareTo(other.kind);
        }

        @Override
        public int hashCode() {
            return (areaCode.hashCode() * 31 + day.hashCode()) * 31 + kind.ordinal();
        }
    }
}
