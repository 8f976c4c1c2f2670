package id.desaterlindungi.enrollment;

import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The database's role and password, read for each new connection, so that a password that was changed is used without a restart.
 * Connections that are open stay. {@code quarkus.datasource.credentials-provider} is the folder, where the files
 * {@code quarkus.datasource.username} and {@code quarkus.datasource.password} are; without it the settings of these names hold.
 */
@ApplicationScoped
class DatabaseCredentials implements CredentialsProvider {
    /** @param folder where both files are */
    @Override
    public Map<String, String> getCredentials(String folder) {
        return Map.of(
                USER_PROPERTY_NAME, text(folder, "quarkus.datasource.username"),
                PASSWORD_PROPERTY_NAME, text(folder, "quarkus.datasource.password"));
    }

    private static String text(String folder, String file) {
        try {
            return Files.readString(Path.of(folder, file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
