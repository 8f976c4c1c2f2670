package id.desaterlindungi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the source tree that are made from others: a test makes them anew and compares, or writes them where it is told to. */
final class Kept {
    private static final boolean WRITE = Boolean.getBoolean("kept.write");

    private Kept() {}

    /** @throws AssertionError where the file differs from the text; not with {@code -Dkept.write=true}, which writes it */
    static void same(Path file, String text) throws IOException {
        if (WRITE) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is made from other files, and they have changed: deploy/kubernetes/verify --write, and look at what git tells",
                        file)
                .isEqualTo(text);
    }
}
