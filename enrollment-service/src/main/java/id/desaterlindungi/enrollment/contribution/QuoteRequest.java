package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.participant.codes.FundingSource;
import id.desaterlindungi.enrollment.participant.codes.Occupation;
import id.desaterlindungi.enrollment.participant.codes.Programme;
import id.desaterlindungi.enrollment.participant.codes.Segment;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whose cover is to be paid for, as sent; {@link QuoteCheck} reads it and finds every fault at once. */
@Schema(
        name = "QuoteRequest",
        requiredProperties = {"segment", "monthlyIncome", "programmes", "fundingSource", "from", "months"})
record QuoteRequest(
        @Schema(implementation = Segment.class, examples = "BPU") @Nullable
        String segment,

        @Schema(
                implementation = Occupation.class,
                description =
                        "Decides for village heads and officers, who need no risk class, and for drivers, whose sector is TRANSPORT",
                examples = "PEKERJA_RENTAN_LAIN")
        @Nullable
        String occupation,

        @Schema(
                implementation = Sector.class,
                description = "If absent, by the occupation: TRANSPORT for PENGEMUDI, else GENERAL",
                examples = "GENERAL")
        @Nullable
        String sector,

        @Schema(
                implementation = RiskClass.class,
                description = "Only for JKK of wage earners other than village heads and officers")
        @Nullable
        String riskClass,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int64",
                minimum = "0",
                maximum = "1000000000",
                description =
                        "Whole rupiah from which the percentages are calculated: the wage (siltap for village officers), "
                                + "or for BPU the income base of the income band. At least 1 for PU",
                examples = "1000000")
        @Nullable
        BigDecimal monthlyIncome,

        @Schema(
                type = SchemaType.ARRAY,
                implementation = Programme.class,
                description = "JKK and JKM always; JHT not for JAKON; JP and JKP for PU only",
                examples = "[\"JKK\",\"JKM\"]")
        @Nullable
        List<@Nullable String> programmes,

        @Schema(implementation = FundingSource.class, examples = "DANA_DESA") @Nullable
        String fundingSource,

        @Schema(
                description = "The first month to be paid for, as a month or as a day in it; the years 2000 to 2099",
                pattern = "^20[0-9]{2}-[0-9]{2}(-[0-9]{2})?$",
                examples = "2027-01")
        @Nullable
        String from,

        @Schema(type = SchemaType.INTEGER, format = "int32", minimum = "1", maximum = "60", examples = "12") @Nullable
        BigDecimal months,

        @Schema(
                type = SchemaType.INTEGER,
                format = "int32",
                minimum = "1",
                maximum = "5000000",
                defaultValue = "1",
                description = "How many people this holds for",
                examples = "100")
        @Nullable
        BigDecimal people) {}
