package id.desaterlindungi.enrollment.imports.correction;

import id.desaterlindungi.enrollment.imports.choice.Choice;
import id.desaterlindungi.enrollment.imports.choice.Choices;
import id.desaterlindungi.enrollment.sealing.Seal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The choices that were made for an import, in their order. What rows say is sealed: it may be anything that people write. */
public final class KeptCorrections {
    private static final String SAID = "said";

    private KeptCorrections() {}

    /** @param choice without what the rows say once these are deleted */
    public record Kept(Choice choice, boolean ofAll, String actor, Instant madeAt) {}

    public static List<Kept> all(Handle handle, UUID importId, Seal seal) {
        return handle.createQuery("""
                        select id, code, field, of_all, said_sealed, choice, actor, made_at
                        from import_correction where import_id = :import order by number
                        """)
                .bind("import", importId)
                .map((row, _) -> new Kept(
                        new Choice(
                                row.getString("code"),
                                row.getString("field"),
                                said(row.getBytes("said_sealed"), row.getObject("id", UUID.class), seal),
                                row.getString("choice")),
                        row.getBoolean("of_all"),
                        row.getString("actor"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static String said(byte @Nullable [] sealed, UUID id, Seal seal) {
        return sealed == null ? "" : seal.open(sealed, id, SAID);
    }

    /** What holds of them for the rows. */
    public static Choices choices(Handle handle, UUID importId, Seal seal) {
        return new Choices(
                all(handle, importId, seal).stream().map(Kept::choice).toList());
    }

    /** @param number of the first, one more than the last has */
    public static void add(Handle handle, UUID importId, int number, List<Choice> choices, String actor, Seal seal) {
        var batch = handle.prepareBatch("""
                insert into import_correction (id, import_id, number, code, field, of_all, said_sealed, choice, actor)
                values (:id, :import, :number, :code, :field, :ofAll, :said, :choice, :actor)
                """);
        for (var i = 0; i < choices.size(); i++) {
            var one = choices.get(i);
            var id = UuidVersion7Strategy.INSTANCE.generateUuid(null);
            var ofAll = one.said().isEmpty();
            batch.bind("id", id)
                    .bind("import", importId)
                    .bind("number", number + i)
                    .bind("code", one.code())
                    .bind("field", one.field())
                    .bind("ofAll", ofAll)
                    .bind("said", ofAll ? null : seal.close(one.said(), id, SAID))
                    .bind("choice", one.value())
                    .bind("actor", actor)
                    .add();
        }
        batch.execute();
    }
}
