package id.desaterlindungi.reporting.pages;

import io.quarkus.qute.TemplateGlobal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** The files that pages name: browsers keep them for long, and are sent to others when they change. */
final class Assets {
    private static final List<String> FILES = List.of("pages.css", "pages.js", "icon.svg");

    /** Another one when any of them is another. */
    @TemplateGlobal
    static final String version = digest();

    private Assets() {}

    private static String digest() {
        var digest = new CRC32();
        for (var file : FILES) {
            try (var content = Objects.requireNonNull(
                    Assets.class.getResourceAsStream("/META-INF/resources/assets/" + file), file)) {
                digest.update(content.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Long.toHexString(digest.getValue());
    }
}
