package id.desaterlindungi.reporting.coverage;

import java.util.List;
import java.util.Objects;

/** What is countable about one participant at one time; the contract's {@code facets}. */
record Facets(
        String villageCode,
        Status status,
        Segment segment,
        Occupation occupation,
        FundingSource fundingSource,
        List<Programme> programmes,
        Sex sex,
        int birthYear,
        Origin origin) {

    Facets {
        Objects.requireNonNull(villageCode, "villageCode");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(occupation, "occupation");
        Objects.requireNonNull(fundingSource, "fundingSource");
        Objects.requireNonNull(sex, "sex");
        Objects.requireNonNull(origin, "origin");
        VillageCode.check(villageCode);
        programmes = List.copyOf(Objects.requireNonNull(programmes, "programmes"));
        if (programmes.isEmpty() || programmes.stream().distinct().count() != programmes.size()) {
            throw new IllegalArgumentException("programmes");
        }
        Limits.check("birthYear", birthYear, Limits.EARLIEST_BIRTH_YEAR, Limits.LATEST_BIRTH_YEAR);
    }
}
