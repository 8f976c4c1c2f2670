package id.desaterlindungi.enrollment.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.participant.codes.TransferReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A request for a transfer as both sides see it. Of the person it tells only whose areas hold the person now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AskedTransfer")
record AskedTransferView(
        @Schema(required = true) UUID id,

        @Schema(
                required = true,
                description = "1 while it is open, also when it has expired; any other end adds 1. Also the ETag")
        int version,

        @Schema(required = true) TransferState state,

        @Schema(required = true, description = "The village that asks", examples = "16.02.03.2004")
        String villageCode,

        @Schema(
                required = true,
                description = "That was asked for, masked: the first six digits alone",
                examples = "160107**********")
        String nik,

        @Schema(required = true) TransferReason reason,

        @Schema(required = true, examples = "Pindah mengikuti suami, KK baru sejak November")
        String explanation,

        @Schema(description = "Of the transfer; the day of the acceptance if absent", examples = "2026-11-21") @Nullable
        LocalDate on,

        @Schema(required = true) Instant requestedAt,

        @Schema(required = true, description = "From then on an open one has expired")
        Instant expiresAt,

        @Schema(description = "When it ended, whichever way") @Nullable
        Instant endedAt,

        @Schema(description = "Only with RETURNED", examples = "Yang bersangkutan masih tinggal dan bekerja di sini")
        @Nullable
        String returnReason,

        @Schema(
                description =
                        "Who is asked for, where the person is in the own areas: of the office that decides before the transfer, and of the one that asked after it. Lists leave out whoever is restricted; whoever is erased is not named at all")
        @Nullable
        Person participant) {

    @Schema(name = "AskedPerson")
    record Person(
            @Schema(required = true) UUID id,

            @Schema(required = true, examples = "Siti Aminah")
            String name,

            @Schema(required = true, description = "Where the person is now", examples = "16.01.07.2001")
            String villageCode) {}

    static AskedTransferView of(AskedTransfer asked) {
        return new AskedTransferView(
                asked.id(),
                asked.version(),
                asked.state(),
                asked.to(),
                asked.nikRegion() + "*".repeat(10),
                asked.reason(),
                asked.explanation(),
                asked.on(),
                asked.requestedAt(),
                asked.expiresAt(),
                asked.endedAt(),
                asked.returnReason(),
                asked.person()
                        .map(one -> new Person(one.id(), one.name(), one.villageCode()))
                        .orElse(null));
    }
}
