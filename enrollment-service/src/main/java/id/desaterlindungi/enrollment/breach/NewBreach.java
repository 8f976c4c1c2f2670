package id.desaterlindungi.enrollment.breach;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(
        name = "NewBreach",
        requiredProperties = {"kind", "summary"})
record NewBreach(
        @Schema(implementation = BreachKind.class, examples = "DISCLOSED") @Nullable
        String kind,

        @Schema(
                description = "What happened, in words that name no person",
                minLength = 1,
                maxLength = Breaches.LONGEST_TEXT,
                examples = "Berkas peserta satu desa terkirim ke alamat yang salah")
        @Nullable
        String summary,

        @Schema(
                type = SchemaType.INTEGER,
                description = "Of about how many people; absent while nobody knows",
                minimum = "0",
                maximum = "1000000000",
                examples = "120")
        @Nullable
        BigDecimal people,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                description =
                        "When it was noticed, from which the clock runs; now if absent, not in the future and not before 2022-10-17, the day of the law",
                examples = "2026-11-27T02:30:00Z")
        @Nullable
        String noticedAt) {}
