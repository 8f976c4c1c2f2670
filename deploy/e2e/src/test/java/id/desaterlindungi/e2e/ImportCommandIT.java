package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command that the README shows, with the list that it shows. */
@ExtendWith(RunningSystem.class)
class ImportCommandIT {
    private static final String IMPORT =
            "\"$LOCAL/import\" list.csv --as village@16.01.07.2001 segment=BPU fundingSource=ADD programmes=JKK+JKM"
                    + " --take-suggested --choose occupation-unknown=PENGRAJIN";

    private final DesaSystem system;

    @TempDir
    Path directory;

    ImportCommandIT(DesaSystem system) {
        this.system = system;
    }

    @Test
    void enrollsTheGoodRowsAndTellsWhatIsWrongInWhichColumn() throws IOException {
        var local = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("../local")
                .normalize();
        Files.copy(local.resolve("sample/list.csv"), directory.resolve("list.csv"));
        Files.writeString(directory.resolve("issuer"), system.stack().tokens().url());
        var shell = Command.in(directory)
                .with(Map.of(
                        "LOCAL", local.toString(),
                        "DESA_DATA", directory.toString(),
                        "DESA_LANGUAGE", "en",
                        "DESA_ENROLLMENT_PORT",
                                Integer.toString(system.enrollment().url().getPort())));

        var checked = shell.run("bash", "-c", IMPORT + " --check; [[ $? == 1 ]]");
        var enrolled = shell.run("bash", "-c", IMPORT + "; [[ $? == 1 ]]");
        var again = shell.run("bash", "-c", IMPORT + "; [[ $? == 1 ]]");
        var resumed = shell.run("bash", "-c", IMPORT + " --resume; [[ $? == 1 ]]");

        assertThat(checked).contains(" failed.", "nik-format").doesNotContain("enrolled.", "sent before");
        assertThat(enrolled)
                .contains(
                        "Chosen: village-name-alone@villageName:NEGERI SINDANG=16.01.07.2001",
                        "24 rows: 20 good, 0 good and to be looked at, 4 failed.")
                .containsPattern("nik-format +row [0-9]+, NIK: A NIK has 16 digits\\.")
                .containsPattern("[1-9][0-9]* people enrolled\\.");
        assertThat(again).contains("sent before");
        assertThat(resumed).contains("24 rows: 20 good").containsPattern("[1-9][0-9]* people enrolled\\.");
        assertThat(directory.resolve("list-failed-3.csv")).content().contains("NIK: A NIK has 16 digits.");
    }
}
