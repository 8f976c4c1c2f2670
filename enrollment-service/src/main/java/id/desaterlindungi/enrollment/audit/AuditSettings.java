package id.desaterlindungi.enrollment.audit;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The access record, what each caller may be told in a day, and from when on that is unusual. */
@ConfigMapping(prefix = "enrollment.audit")
interface AuditSettings {
    /** Records of reads that wait to be written, about 500 bytes each. With more, a request writes its own before it is answered. */
    @WithDefault("20000")
    @WithConverter(AboveZero.OfInteger.class)
    int waiting();

    /** How long records of reads are gathered before they are written together; so much is lost at most if the process is killed. */
    @WithDefault("200ms")
    @WithConverter(NotNegative.OfDuration.class)
    Duration gathering();

    /** Months that the record is kept; the database refuses fewer than 12. */
    @WithDefault("60")
    @WithConverter(AboveZero.OfInteger.class)
    int months();

    /**
     * Of how many people a caller is told in a day that they are registered outside the caller's areas. Who asks for a transfer of
     * somebody who is registered nowhere is told that, and it counts too.
     */
    @WithDefault("300")
    @WithConverter(NotNegative.OfInteger.class)
    int elsewhereADay();

    /** Whole NIKs that a caller is shown in a day. */
    @WithDefault("100")
    @WithConverter(NotNegative.OfInteger.class)
    int disclosuresADay();

    /** It is unusual, and raises an alert, if a caller gets more in a day than this times the own average of the days before. */
    @WithDefault("10")
    @WithConverter(AboveZero.OfInteger.class)
    int unusualTimes();

    /** Fewer people shown to a caller in a day, in lists, files and one by one, are never unusual. */
    @WithDefault("50000")
    @WithConverter(AboveZero.OfInteger.class)
    int unusualPeople();

    /** Fewer whole NIKs shown to a caller in a day are never unusual. */
    @WithDefault("30")
    @WithConverter(AboveZero.OfInteger.class)
    int unusualDisclosures();

    /** Fewer people of whom a caller was told in a day that they are registered elsewhere are never unusual. */
    @WithDefault("100")
    @WithConverter(AboveZero.OfInteger.class)
    int unusualElsewhere();
}
