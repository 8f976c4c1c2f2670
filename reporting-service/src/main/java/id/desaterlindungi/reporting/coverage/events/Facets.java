package id.desaterlindungi.reporting.coverage.events;

import id.desaterlindungi.reporting.coverage.FundingSource;
import id.desaterlindungi.reporting.coverage.Occupation;
import id.desaterlindungi.reporting.coverage.Origin;
import id.desaterlindungi.reporting.coverage.Programme;
import id.desaterlindungi.reporting.coverage.Segment;
import id.desaterlindungi.reporting.coverage.Sex;
import id.desaterlindungi.reporting.coverage.Status;
import java.util.List;
import java.util.Objects;

/** What is countable about one participant at one time; the contract's {@code facets}. */
public record Facets(
        String villageCode,
        Status status,
        Segment segment,
        Occupation occupation,
        FundingSource fundingSource,
        List<Programme> programmes,
        Sex sex,
        int birthYear,
        Origin origin) {
    public Facets {
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
        ContractLimits.check(
                "birthYear", birthYear, ContractLimits.EARLIEST_BIRTH_YEAR, ContractLimits.LATEST_BIRTH_YEAR);
    }
}
