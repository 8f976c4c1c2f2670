package id.desaterlindungi.enrollment.imports.parts;

import id.desaterlindungi.enrollment.Workers;
import id.desaterlindungi.enrollment.imports.upload.Upload;
import id.desaterlindungi.enrollment.imports.upload.Upload.Received;
import id.desaterlindungi.enrollment.imports.upload.UploadDirectory;
import id.desaterlindungi.enrollment.imports.upload.UploadSettings;
import id.desaterlindungi.enrollment.problem.ProblemException;
import id.desaterlindungi.enrollment.sealing.Seal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keeps what has come of files in the database, sealed, so that any replica can go on with them. */
@ApplicationScoped
public class PartedUploads {
    private static final Logger LOG = Logger.getLogger(PartedUploads.class);
    private static final String NOT_FOUND = "upload-not-found";
    private static final String WRONG_OFFSET = "upload-offset";

    /** Files of one caller, however small: an office's of a day. */
    private static final int MOST_OF_ONE = 50;

    private static final long MEGABYTE = 1024 * 1024;
    private static final String EXPIRED = "expires_at <= clock_timestamp()";

    private final Jdbi jdbi;
    private final Jdbi workers;
    private final Seal seal;
    private final UploadDirectory directory;
    private final UploadSettings settings;

    PartedUploads(Jdbi jdbi, @Workers Jdbi workers, Seal seal, UploadDirectory directory, UploadSettings settings) {
        this.jdbi = jdbi;
        this.workers = workers;
        this.seal = seal;
        this.directory = directory;
        this.settings = settings;
    }

    /** Bytes and files that are not whole yet. */
    private record Announced(long ofAll, long ofOne, int filesOfOne) {}

    /** @param areas of the caller: nobody else goes on with a file, and nobody whose areas have changed */
    public record Owner(String actor, List<String> areas) {}

    /**
     * Within the transaction that keeps its answer.
     *
     * @throws ProblemException 413 for a file that is too large; 429 where the caller has enough on the way, 503 where all have
     */
    @Transactional(TxType.MANDATORY)
    public PartedUpload begin(Owner owner, long length, String metadata) {
        if (length > settings.maxFile().asLongValue()) {
            throw tooLarge();
        }
        return jdbi.withHandle(handle -> {
            // One at a time: two that count at once would both find room.
            handle.execute("select pg_advisory_xact_lock(hashtextextended('import_upload', 0))");
            var announced = handle.createQuery("""
                            select announced_bytes() as of_all, coalesce(sum(length), 0) as of_one, count(*) as files_of_one
                            from import_upload where actor = :actor and import_id is null and expires_at > clock_timestamp()
                            """)
                    .bind("actor", owner.actor)
                    .map((row, _) ->
                            new Announced(row.getLong("of_all"), row.getLong("of_one"), row.getInt("files_of_one")))
                    .one();
            var most = settings.partedOfOne().asLongValue();
            if (announced.ofOne + length > most || announced.filesOfOne >= MOST_OF_ONE) {
                throw ProblemException.of(Status.TOO_MANY_REQUESTS, "uploads-unfinished", MOST_OF_ONE, most / MEGABYTE);
            }
            if (announced.ofAll + length > settings.parted().asLongValue()) {
                throw ProblemException.of(Status.SERVICE_UNAVAILABLE, "imports-busy");
            }
            var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
            handle.createUpdate("""
                            insert into import_upload (id, actor, areas, metadata, length, expires_at)
                            values (:id, :actor, cast(:areas as text[]), :metadata, :length, clock_timestamp() + cast(:kept as interval))
                            """)
                    .bind("id", id)
                    .bind("actor", owner.actor)
                    .bindArray("areas", String.class, owner.areas)
                    .bind("metadata", metadata)
                    .bind("length", length)
                    .bind("kept", settings.partedKept().toString())
                    .execute();
            return find(handle, id, owner);
        });
    }

    /** @throws ProblemException 404 if there is none of this caller */
    public PartedUpload get(UUID id, Owner owner) {
        return jdbi.withHandle(handle -> find(handle, id, owner));
    }

    private static PartedUpload find(Handle handle, UUID id, Owner owner) {
        return handle.createQuery("""
                        select id, metadata, length, received, import_id, expires_at from import_upload
                        where id = :id and actor = :actor and areas = cast(:areas as text[]) and expires_at > clock_timestamp()
                        """)
                .bind("id", id)
                .bind("actor", owner.actor)
                .bindArray("areas", String.class, owner.areas)
                .map((row, _) -> new PartedUpload(
                        row.getObject("id", UUID.class),
                        row.getString("metadata"),
                        row.getLong("length"),
                        row.getLong("received"),
                        row.getObject("import_id", UUID.class),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
    }

    /**
     * Keeps the next bytes, and the file for longer.
     *
     * @throws ProblemException 409 where others have come there meanwhile
     */
    public void take(UUID id, long offset, byte[] bytes) {
        var kept = jdbi.withHandle(handle -> handle.createUpdate("""
                        with taken as (
                            update import_upload
                            set received = received + :size, expires_at = clock_timestamp() + cast(:kept as interval)
                            where id = :id and received = :offset and received + :size <= length and import_id is null
                            returning id
                        )
                        insert into import_upload_part (upload_id, begins_at, sealed) select id, :offset, :sealed from taken
                        """)
                .bind("size", bytes.length)
                .bind("kept", settings.partedKept().toString())
                .bind("id", id)
                .bind("offset", offset)
                .bind("sealed", seal.closeBytes(bytes, id, place(offset)))
                .execute());
        if (kept == 0) {
            throw ProblemException.conflict(WRONG_OFFSET);
        }
    }

    private static String place(long offset) {
        return "from " + offset;
    }

    /**
     * The file, put together on disk.
     *
     * @param last its last part, which is not kept
     * @param name as its sender gave it
     */
    public Received whole(PartedUpload upload, byte[] last, @Nullable String name) throws IOException {
        var path = Files.createTempFile(directory.path(), "upload-", "");
        try {
            var digest = Upload.sha256();
            try (var out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
                for (var offset = 0L; offset < upload.length() - last.length; ) {
                    var bytes = part(upload.id(), offset);
                    out.write(bytes);
                    offset += bytes.length;
                }
                out.write(last);
            }
            return new Received(
                    path, Upload.fileName(Metadata.HEADER, name), upload.length(), digest.digest(), Map.of());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private byte[] part(UUID id, long offset) {
        var sealed = jdbi.withHandle(handle -> handle.createQuery(
                        "select sealed from import_upload_part where upload_id = :id and begins_at = :offset")
                .bind("id", id)
                .bind("offset", offset)
                .mapTo(byte[].class)
                .findOne());
        // Another request may have made an import of it, or dropped it.
        return seal.openBytes(sealed.orElseThrow(() -> ProblemException.conflict(WRONG_OFFSET)), id, place(offset));
    }

    /**
     * It is whole, and its bytes are no more needed. Within the transaction that makes the import, which is undone for whoever comes
     * second: of two last parts that are sent at once, one counts.
     *
     * @param offset where its last part begins
     * @throws ProblemException 404 if its sender has given it up meanwhile, or its time is over; 409 if it has gone on meanwhile
     */
    public void became(UUID id, long offset, UUID importId) {
        jdbi.useHandle(handle -> {
            lockAt(handle, id, offset);
            deleteParts(handle, id);
            handle.createUpdate("""
                            update import_upload
                            set received = length, import_id = :import, expires_at = clock_timestamp() + cast(:kept as interval)
                            where id = :id
                            """)
                    .bind("import", importId)
                    .bind("kept", settings.partedKept().toString())
                    .bind("id", id)
                    .execute();
        });
    }

    /**
     * It is no list, and nothing of it is kept.
     *
     * @param offset where its last part begins
     * @throws ProblemException as {@link #became}: what others have sent meanwhile may be one
     */
    public void deleteRefused(UUID id, long offset) {
        QuarkusTransaction.joiningExisting()
                .run(() -> jdbi.useHandle(handle -> {
                    lockAt(handle, id, offset);
                    deleteLocked(handle, id);
                }));
    }

    /** @throws ProblemException 404 if it is gone; 409 if it goes on elsewhere by now, or has become an import */
    private static void lockAt(Handle handle, UUID id, long offset) {
        var received = handle.createQuery("select received from import_upload where id = :id for update")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> ProblemException.notFound(NOT_FOUND));
        if (received != offset) {
            throw ProblemException.conflict(WRONG_OFFSET);
        }
    }

    public void delete(UUID id) {
        QuarkusTransaction.joiningExisting().run(() -> jdbi.useHandle(handle -> delete(handle, id, "true")));
    }

    private static void delete(Handle handle, UUID id, String condition) {
        if (lock(handle, id, condition)) {
            deleteLocked(handle, id);
        }
    }

    private static void deleteLocked(Handle handle, UUID id) {
        deleteParts(handle, id);
        handle.createUpdate("delete from import_upload where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Always first: a part that is just coming waits for it, or is waited for. @return false if there is none of the condition by then */
    private static boolean lock(Handle handle, UUID id, String condition) {
        return handle.createQuery("select id from import_upload where id = :id and " + condition + " for update")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    private static void deleteParts(Handle handle, UUID id) {
        handle.createUpdate("delete from import_upload_part where upload_id = :id")
                .bind("id", id)
                .execute();
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void expire() {
        var expired = workers.withHandle(handle -> handle.createQuery("select id from import_upload where " + EXPIRED)
                .mapTo(UUID.class)
                .list());
        for (var id : expired) {
            try {
                workers.useTransaction(handle -> delete(handle, id, EXPIRED));
            } catch (RuntimeException e) { // The others are deleted all the same.
                LOG.warnf(e, "Upload could not be deleted uploadId=%s", id);
            }
        }
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(Status.REQUEST_ENTITY_TOO_LARGE, "body-too-large");
    }
}
