package id.desaterlindungi.enrollment.village;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A year's budget as it is sent, in whole rupiah, so that every fault in it is told at once. */
@Schema(
        name = "BudgetRequest",
        requiredProperties = {"addTotal", "addSocialSecurity", "danaDesaSocialSecurity", "workers", "sourceDocument"})
record BudgetRequest(
        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "0",
                maximum = "1000000000000000",
                description = "The whole village allocation (Alokasi Dana Desa), rupiah",
                examples = "812500000")
        @Nullable
        BigDecimal addTotal,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "0",
                maximum = "1000000000000000",
                description = "The part of it that is set aside for contributions, rupiah",
                examples = "20160000")
        @Nullable
        BigDecimal addSocialSecurity,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "0",
                maximum = "1000000000000000",
                description = "What is set aside for contributions from Dana Desa, rupiah",
                examples = "0")
        @Nullable
        BigDecimal danaDesaSocialSecurity,

        @Schema(
                type = SchemaType.INTEGER,
                minimum = "0",
                maximum = "1000000",
                description = "Number of workers that it is meant to pay for",
                examples = "100")
        @Nullable
        BigDecimal workers,

        @Schema(
                description = "Source of the figures",
                maxLength = 300,
                examples = "Perdes 3/2026 tentang APBDes, lampiran II")
        @Nullable
        String sourceDocument) {}
