package id.desaterlindungi.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleGeneratorTest {
    private static final Path AREAS =
            Path.of("../../enrollment-service/src/main/resources/contract/areas/south-sumatra.csv");
    private static final Path SCHEMA =
            Path.of("../../enrollment-service/src/main/resources/contract/schemas/participant.v1.schema.json");
    private static final Path COMMITTED = Path.of("sample/participants.csv");

    private final List<SamplePerson> people = read();

    @Test
    void committedFileIsWhatTheSeedMakes() throws Exception {
        assertThat(SampleGenerator.csv(AREAS)).isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void twoThousandNewPeopleLiveInVillagesOfAllRegencies() throws Exception {
        var villages = new HashSet<String>();
        try (var areas = CsvReader.builder().ofNamedCsvRecord(AREAS)) {
            areas.stream()
                    .filter(area -> Set.of("desa", "kelurahan").contains(area.getField("kind")))
                    .forEach(area -> villages.add(area.getField("code")));
        }

        var lived = people.stream().map(SamplePerson::villageCode).collect(Collectors.toSet());

        assertThat(people).hasSize(2_000);
        assertThat(people).allMatch(person -> person.origin().equals("NEW"));
        assertThat(villages).containsAll(lived);
        assertThat(lived).hasSizeGreaterThanOrEqualTo(40);
        assertThat(lived.stream().map(code -> code.substring(0, 5)).distinct()).hasSize(17);
    }

    @Test
    void numbersAgreeWithThePersonAndAreUnique() {
        for (var person : people) {
            var born = LocalDate.parse(person.birthDate());
            var day = born.getDayOfMonth() + (person.sex().equals("F") ? 40 : 0);
            assertThat(person.nik())
                    .matches("[0-9]{16}")
                    .startsWith(person.villageCode().substring(0, 8).replace(".", ""))
                    .contains("%02d%02d%02d9".formatted(day, born.getMonthValue(), born.getYear() % 100));
        }
        assertThat(people.stream().map(SamplePerson::nik).distinct()).hasSize(people.size());
    }

    @Test
    void everybodyIsOfWorkingAgeOnADayOfThisYear() {
        for (var person : people) {
            var enrolledOn = LocalDate.parse(person.enrolledOn());
            assertThat(enrolledOn).isBetween(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 11, 20));
            assertThat(ChronoUnit.YEARS.between(LocalDate.parse(person.birthDate()), enrolledOn))
                    .isBetween(17L, 64L);
        }
    }

    @Test
    void programmesFollowTheSegment() {
        for (var person : people) {
            assertThat(person.programmes()).startsWith("JKK+JKM");
            switch (person.segment()) {
                case "PU" -> assertThat(person.programmes()).matches("JKK\\+JKM(\\+JHT(\\+JP(\\+JKP)?)?)?");
                case "BPU", "PMI" -> assertThat(person.programmes()).matches("JKK\\+JKM(\\+JHT)?");
                default -> assertThat(person.programmes()).isEqualTo("JKK+JKM");
            }
        }
    }

    @Test
    void everyDesaHasOneHeadAndNoKelurahanHasVillageOfficersOrMoney() {
        var heads = new HashMap<String, Integer>();
        for (var person : people) {
            var desa = person.villageCode().charAt(9) == '2';
            heads.merge(person.villageCode(), person.occupation().equals("KEPALA_DESA") ? 1 : 0, Integer::sum);
            if (!desa) {
                assertThat(person.occupation()).isNotIn("KEPALA_DESA", "PERANGKAT_DESA", "BPD", "BUMDES");
                assertThat(person.fundingSource()).isNotIn("ADD", "DANA_DESA");
            }
        }
        heads.forEach((village, count) -> assertThat(count).isEqualTo(village.charAt(9) == '2' ? 1 : 0));
    }

    @Test
    void codesAreThoseOfTheContract() throws Exception {
        var contract = Files.readString(SCHEMA);
        for (var person : people) {
            assertThat(contract)
                    .contains(
                            '"' + person.segment() + '"',
                            '"' + person.occupation() + '"',
                            '"' + person.fundingSource() + '"',
                            '"' + person.origin() + '"');
        }
    }

    @Test
    void phonesAreOfNoNetwork() {
        assertThat(people).allMatch(person -> person.phone().matches("(0800-00[0-9]{2}-[0-9]{4})?"));
    }

    private static List<SamplePerson> read() {
        try (var reader = CsvReader.builder().ofCsvRecord(COMMITTED)) {
            var rows = new ArrayList<SamplePerson>();
            reader.stream().skip(1).forEach(row -> rows.add(SamplePerson.of(row.getFields())));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
