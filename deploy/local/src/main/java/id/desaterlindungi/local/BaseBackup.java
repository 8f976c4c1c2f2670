package id.desaterlindungi.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/**
 * A copy of a whole PostgreSQL cluster, taken while it works, by PostgreSQL's own protocol for that (between {@code pg_backup_start}
 * and {@code pg_backup_stop}): what an operator for Kubernetes takes too. It holds what was committed before it ended.
 */
final class BaseBackup {
    private BaseBackup() {}

    /** @param superuser a connection that stays open meanwhile */
    static void take(Connection superuser, Path cluster, Path backup) throws SQLException, IOException {
        try (var statement = superuser.createStatement()) {
            statement.execute("select pg_backup_start('desa-terlindungi', true)");
            // What the server writes while it is copied, the log of writes tells again. Of that log only the end is
            // wanted.
            copy(cluster, backup, file -> !file.startsWith("pg_wal") && !file.endsWith("postmaster.pid"));
            try (var end = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                end.next();
                Files.writeString(backup.resolve("backup_label"), end.getString(1));
            }
            copy(cluster, backup, file -> file.startsWith("pg_wal"));
        }
    }

    /** To where no cluster is. The server makes it whole when it starts. */
    static void restore(Path backup, Path cluster) throws IOException {
        copy(backup, cluster, file -> true);
    }

    private static void copy(Path from, Path to, Predicate<Path> which) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                var copy = to.resolve(from.relativize(directory));
                if (!Files.exists(copy)) {
                    Files.createDirectory(copy);
                    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var place = from.relativize(file);
                if (which.test(place)) {
                    Files.copy(
                            file,
                            to.resolve(place),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (Files.exists(file)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE; // The server has deleted it meanwhile.
            }
        });
    }
}
