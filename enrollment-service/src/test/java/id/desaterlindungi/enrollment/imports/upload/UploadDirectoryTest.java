package id.desaterlindungi.enrollment.imports.upload;

import static org.assertj.core.api.Assertions.assertThat;

import id.desaterlindungi.enrollment.EnrollmentTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What processes leave on disk. */
@EnrollmentTest
class UploadDirectoryTest {
    @Inject
    UploadDirectory directory;

    @Test
    void deletesWhatAKilledProcessLeftAndNothingElse() throws IOException {
        var root = directory.path().getParent();
        var longAgo = FileTime.from(Instant.now().minusSeconds(60));
        var left = Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
        var alive = Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
        var justMade = Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
        for (var one : List.of(left, alive, justMade)) {
            Files.createFile(one.resolve("lock"));
            Files.writeString(one.resolve("upload-1"), "whatever");
        }
        Files.setLastModifiedTime(left, longAgo);
        Files.setLastModifiedTime(alive, longAgo);
        try (var channel = FileChannel.open(alive.resolve("lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {

            directory.sweep();

            assertThat(lock.isValid()).isTrue();
            assertThat(left).doesNotExist();
            assertThat(filesIn(alive)).containsExactlyInAnyOrder("lock", "upload-1");
            assertThat(filesIn(justMade)).containsExactlyInAnyOrder("lock", "upload-1");
        }
        Files.setLastModifiedTime(alive, longAgo);
        Files.setLastModifiedTime(justMade, longAgo);

        directory.sweep();

        assertThat(alive).doesNotExist();
        assertThat(justMade).doesNotExist();
        assertThat(directory.path()).exists();
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
