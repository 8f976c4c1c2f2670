package id.desaterlindungi.enrollment.imports.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Good lists with any damage that rows are known to suffer: nobody in them is left without a verdict, and no row without a word. */
class NobodyIsLostTest {
    private static final List<String> HEADING =
            List.of("No", "NIK", "Nama", "Tempat Lahir", "Tgl Lahir", "JK", "Alamat", "Pekerjaan");
    private static final List<String> SEPARATORS = List.of(";", ",", "\t", "|");
    private static final List<String> NAMES = List.of("SITI", "Budi Uji", "ANI binti ALI", "Renée", "M. Ali, S.Pd");
    private static final List<String> MONTHS = List.of("Januari", "Agt", "Nopember");

    /** Rows of people as they are read, and the numbers of all rows, with and without a verdict. */
    private record Told(List<FileRow> people, Set<Integer> rows, Set<Integer> told, int sum) {}

    /** The same lists each time; without the seed, and with more tries, it looks for what nobody has thought of. */
    @Property(tries = 300, seed = "20261127")
    void damageTakesNobodyAway(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int people) throws IOException {
        var random = new Random(seed);
        var separator = any(SEPARATORS, random);
        var lines = new ArrayList<String>();
        lines.add(String.join(separator, HEADING));
        for (var i = 1; i <= people; i++) {
            lines.add(person(i, separator, random));
        }
        var text = lines.stream().map(line -> line + "\r\n").collect(Collectors.joining());

        var told = read(text);

        assertThat(told.people).as(text).hasSizeGreaterThanOrEqualTo(people);
        assertThat(told.told).as(text).isEqualTo(told.rows);
        assertThat(told.sum).as(text).isEqualTo(told.rows.size());
    }

    private static String person(int number, String separator, Random random) {
        var year = 1964 + random.nextInt(40);
        var month = 1 + random.nextInt(12);
        var day = 1 + random.nextInt(28);
        var female = random.nextBoolean();
        var nik = "160107%02d%02d%02d9%03d"
                .formatted(day + (female ? 40 : 0), month, year % 100, 1 + random.nextInt(998));
        var date = switch (random.nextInt(4)) {
            case 0 -> "%02d/%02d/%d".formatted(day, month, year);
            case 1 -> "%d-%02d-%02d".formatted(year, month, day);
            case 2 -> "%d %s %d".formatted(day, any(MONTHS, random), year);
            default -> "%02d-%02d-%02d".formatted(day, month, year % 100);
        };
        var cells = new ArrayList<>(List.of(
                Integer.toString(number),
                // Of some only the name and the date are known.
                random.nextInt(5) == 0 ? "" : nik,
                any(NAMES, random),
                "Baturaja",
                date,
                female ? "P" : "L",
                random.nextInt(4) == 0 ? "Jl. Uji\nRT 1, RW 2" : "Dusun 1",
                "Petani"));
        for (var damages = random.nextInt(3); damages > 0; damages--) {
            move(cells, random);
        }
        var by = random.nextInt(3) == 0 ? any(SEPARATORS, random) : separator;
        if (!by.equals(separator) && !cells.contains(nik)) {
            // Nothing tells then that two lines are one person: docs/imports.md.
            cells.replaceAll(cell -> cell.replace('\n', ' '));
        }
        var line = cells.stream().map(cell -> quoted(cell, by)).collect(Collectors.joining(by));
        return switch (random.nextInt(6)) {
            case 0 -> '"' + line.replace("\"", "\"\"") + '"';
            case 1 -> withAMarkTooMany(line, random);
            case 2 -> line.replace("\n", " ").replace("\"", "");
            default -> line;
        };
    }

    private static String quoted(String cell, String separator) {
        return cell.contains(separator) || cell.contains("\n") ? '"' + cell + '"' : cell;
    }

    private static void move(List<String> cells, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> cells.addAll(0, Collections.nCopies(1 + random.nextInt(10), ""));
            case 1 -> cells.removeIf(cell -> cell.length() <= 2); // Number, sex, empty cells.
            case 2 -> Collections.swap(cells, random.nextInt(cells.size()), random.nextInt(cells.size()));
            case 3 -> cells.add(cells.remove(random.nextInt(cells.size())));
            default -> cells.add(random.nextInt(cells.size()), "");
        }
    }

    private static String withAMarkTooMany(String line, Random random) {
        var at = random.nextInt(line.length() + 1);
        return line.substring(0, at) + '"' + line.substring(at);
    }

    private static <T> T any(List<T> those, Random random) {
        return those.get(random.nextInt(those.size()));
    }

    @Example
    void readsRowsThatTheNikProvesToBeWhole() throws IOException {
        var told = read("""
                No;NIK;Nama;Tgl Lahir;JK
                1,1601074507849016,SITI,05/07/1984,P
                "2;1601070507859017;BUDI;05/07/1985;L"
                ;;3;1601074507869018;ANI;05/07/1986;P
                ;;;;;;;4;1601074507869019;ANI;05/07/1986;P
                5|1601074507869020|ANI|05/07/86|P
                6;"1601074507869021;ANI;05/07/1986;P
                7;1601074507869022;ANI;05/07/1986;P
                """);

        assertThat(told.people)
                .extracting(row -> row.number() + " " + row.cell(1).text() + " "
                        + row.cell(2).text() + " " + row.marks())
                .containsExactly(
                        "2 1601074507849016 SITI [UNFOLDED]",
                        "3 1601070507859017 BUDI [UNFOLDED]",
                        "4 1601074507869018 ANI [SHIFTED]",
                        "5 1601074507869019 ANI [SHIFTED]",
                        "6 1601074507869020 ANI [UNFOLDED]",
                        "7 1601074507869021 ANI [QUOTE]",
                        "8 1601074507869022 ANI []");
    }

    @Example
    void guessesNothingWhereTheNikDoesNotProveIt() throws IOException {
        var told = read("""
                No;NIK;Nama;Tgl Lahir;JK
                1,1601074507849016,SITI,06/08/1984,P
                2,1601074507849016,SITI,05/07/1984,L
                3,123,SITI,05/07/1984,P
                4,,ANI,05/07/1986,P
                5 1601074507849016 SITI 05/07/1984 P
                """);

        assertThat(told.people).hasSize(5).allMatch(row -> row.marks().equals(Set.of(RowMark.MISPLACED)));
    }

    @Example
    void readsAnAddressOfSeveralLinesWhereverItStands() throws IOException {
        var told = read("""
                NIK;Alamat;Nama;Tgl Lahir;JK;Catatan;Tgl Daftar
                1601074507849016;"Dusun 1
                RT 2";SITI;05/07/1984;P;"Jl. Uji
                RT 1, RW 2";01/12/2025
                1601070507859017;"Dusun 1, RT 2";BUDI;05/07/1985;L;;01/12/2025
                """);

        assertThat(told.people).extracting(FileRow::number).containsExactly(2, 5);
        assertThat(told.people).allMatch(row -> row.marks().isEmpty());
    }

    @Example
    void readsAListThatStandsInOneColumnAndPeopleAboveItsHeading() throws IOException {
        var inOne = read("""
                "NIK,Nama,Tgl Lahir,JK";;
                "1601074507849016,SITI,05/07/1984,P";;
                "1601070507859017,""BUDI, S.Pd"",05/07/1985,L";;
                """);
        var above = read("""
                DAFTAR;;;
                1601074507849016;SITI;05/07/1984;P
                NIK;Nama;Tgl Lahir;JK
                1601070507859017;BUDI;05/07/1985;L
                """);

        assertThat(inOne.people).extracting(row -> row.cell(1).text()).containsExactly("SITI", "BUDI, S.Pd");
        assertThat(inOne.people).allMatch(row -> row.marks().isEmpty());
        assertThat(above.people).extracting(FileRow::number).containsExactly(2, 4);
        assertThat(above.told).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Example
    void leavesOutSignaturesAndTotalsAndNamesTheirRows() throws IOException {
        var told = read("""
                DAFTAR PESERTA;;;;
                No;NIK;Nama;Tgl Lahir;JK
                1;1601074507849016;SITI;05/07/1984;P

                ;;;;
                ;Jumlah;1 orang;;
                ;;Baturaja, 26 November 2026;;
                ;;Kepala Desa;;
                ;;NIP. 19700101 199003 1 001;;
                """);

        assertThat(told.people).extracting(FileRow::number).containsExactly(3);
        assertThat(told.told).isEqualTo(told.rows).contains(9).doesNotContain(4);
    }

    private static Told read(String text) throws IOException {
        var file = Files.createTempFile(Path.of("target"), "list", ".csv");
        try {
            Files.writeString(file, text, UTF_8);
            var rows = new HashSet<Integer>();
            try (var list = PeopleFiles.open(file, Settings.DEFAULT)) {
                list.rows().forEachRemaining(row -> rows.add(row.number()));
            }
            try (var list = PeopleFiles.open(file, Settings.DEFAULT)) {
                var people = PeopleList.of(list, Settings.DEFAULT);
                var found = new ArrayList<FileRow>();
                while (people.hasNext()) {
                    found.addAll(people.next());
                }
                var told = found.stream().map(FileRow::number).collect(Collectors.toCollection(HashSet::new));
                var sum = found.size();
                for (var leftOut : people.leftOut()) {
                    sum += leftOut.rows();
                    told.addAll(numbers(leftOut.numbers()));
                }
                return new Told(found, rows, told, sum);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<Integer> numbers(String told) {
        return Arrays.stream(told.split(", "))
                .map(range -> range.split("-"))
                .flatMap(range -> IntStream.rangeClosed(
                                Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]))
                        .boxed())
                .toList();
    }
}
