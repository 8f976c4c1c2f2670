package id.desaterlindungi.enrollment.imports.upload;

import id.desaterlindungi.enrollment.http.PlainText;
import id.desaterlindungi.enrollment.problem.Finding;
import id.desaterlindungi.enrollment.problem.ProblemException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request to disk and finds the file in it. Memory holds one buffer of it at a time. */
@ApplicationScoped
public class Upload {
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_PARTS = 20;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_NAME = 200;
    private static final String FILE_PART = "file";
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\";]+)\"|([^\\s\";]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);

    private final UploadDirectory directory;
    private final long maxFile;
    private final Duration freeSending;
    private final long leastPace;

    Upload(UploadDirectory directory, UploadSettings settings) {
        this.directory = directory;
        this.maxFile = settings.maxFile().asLongValue();
        this.freeSending = settings.freeSending();
        this.leastPace = settings.leastPace().asLongValue();
    }

    /**
     * A file that was sent. Closing it deletes the file.
     *
     * @param name as the sender gave it, without folders
     * @param parts the other parts of a form, by name
     */
    public record Received(Path path, @Nullable String name, long size, byte[] sha256, Map<String, String> parts)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    /**
     * @param disposition the header Content-Disposition, by which a plain body may name its file
     * @throws ProblemException 413 for more than is taken, 408 where it comes too slowly, 400 for a form that cannot be read or has no file
     */
    public Received receive(InputStream sent, @Nullable String type, @Nullable String disposition, long announced)
            throws IOException {
        if (announced > maxFile) {
            throw tooLarge();
        }
        var body = paced(sent);
        var path = Files.createTempFile(directory.path(), "upload-", "");
        try {
            if (type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA)) {
                return form(body, type, path);
            }
            var digest = spool(body, path);
            return received(
                    path,
                    fileName(HttpHeaders.CONTENT_DISPOSITION, disposition == null ? null : nameIn(disposition)),
                    digest,
                    Map.of());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** A body that is held to the pace of all files. */
    public InputStream paced(InputStream sent) {
        return new PacedBody(sent, freeSending, leastPace, System::nanoTime);
    }

    /** @return its SHA-256 */
    private byte[] spool(InputStream body, Path path) throws IOException {
        var digest = sha256();
        try (var out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            var buffer = new byte[BUFFER];
            var seen = 0L;
            for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                seen += read;
                if (seen > maxFile) {
                    throw tooLarge();
                }
                out.write(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    private Received form(InputStream body, String type, Path path) throws IOException {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, "multipart/form-data; boundary=" + boundary(type));
        var factory = new DefaultHttpDataFactory(BUFFER, StandardCharsets.UTF_8);
        factory.setBaseDir(directory.path().toString());
        factory.setDeleteOnExit(false);
        factory.setMaxLimit(maxFile);
        HttpPostMultipartRequestDecoder form = null;
        try {
            form = new HttpPostMultipartRequestDecoder(factory, request, StandardCharsets.UTF_8, MOST_PARTS, BUFFER);
            offer(body, form);
            return read(form, path);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException
                | IllegalCharsetNameException
                | UnsupportedCharsetException e) {
            throw malformed();
        } finally {
            if (form != null) {
                form.destroy();
            }
            factory.cleanRequestHttpData(request);
        }
    }

    /** Read here, since the decoder finds it only among few other parameters and fails without one. */
    private static String boundary(String type) {
        var match = BOUNDARY.matcher(type);
        if (!match.find()) {
            throw malformed();
        }
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static ProblemException malformed() {
        return ProblemException.badRequest("form-refused", Finding.at("", "form-malformed"));
    }

    private void offer(InputStream body, HttpPostMultipartRequestDecoder form) throws IOException {
        var buffer = new byte[BUFFER];
        var seen = 0L;
        for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            seen += read;
            if (seen > maxFile) {
                throw tooLarge();
            }
            var content = new DefaultHttpContent(Unpooled.copiedBuffer(buffer, 0, read));
            try {
                form.offer(content);
            } finally {
                content.release();
            }
        }
        form.offer(new DefaultLastHttpContent());
    }

    private Received read(HttpPostMultipartRequestDecoder form, Path path) throws IOException {
        var parts = new LinkedHashMap<String, String>();
        FileUpload file = null;
        for (var part : form.getBodyHttpDatas()) {
            var name = part.getName();
            if (part instanceof FileUpload upload && name.equals(FILE_PART) && file == null && upload.isCompleted()) {
                file = upload;
            } else if (part instanceof Attribute value
                    && !name.equals(FILE_PART)
                    && value.length() <= LONGEST_VALUE
                    && !parts.containsKey(name)) {
                parts.put(name, value.getValue());
            } else {
                throw ProblemException.badRequest("form-refused", Finding.at(name, "form-part"));
            }
        }
        if (file == null) {
            throw ProblemException.badRequest("form-refused", Finding.at(FILE_PART, "field-missing"));
        }
        if (file.isInMemory()) {
            Files.write(path, file.get());
        } else {
            file.renameTo(path.toFile());
        }
        return received(path, fileName(FILE_PART, file.getFilename()), sha256(path), parts);
    }

    private static Received received(Path path, @Nullable String name, byte[] sha256, Map<String, String> parts)
            throws IOException {
        return new Received(path, name, Files.size(path), sha256, parts);
    }

    private static @Nullable String nameIn(String disposition) {
        var match = FILE_NAME.matcher(disposition);
        return match.find() ? match.group(1) : null;
    }

    /** The name is kept and shown, so the rules for people's text hold for it. Null if there is none. */
    public static @Nullable String fileName(String where, @Nullable String given) {
        if (given == null) {
            return null;
        }
        var name = PlainText.line(given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1));
        if (name.fault() != null) {
            throw ProblemException.parameters(Finding.at(where, name.fault()));
        }
        var text = name.text();
        if (name.length() > LONGEST_NAME) {
            text = text.substring(text.offsetByCodePoints(text.length(), -LONGEST_NAME))
                    .strip();
        }
        return text.isEmpty() ? null : text;
    }

    private static byte[] sha256(Path path) throws IOException {
        var digest = sha256();
        try (var in = Files.newInputStream(path)) {
            var buffer = new byte[BUFFER];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
    }
}
