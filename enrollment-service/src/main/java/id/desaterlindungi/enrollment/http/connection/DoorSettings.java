package id.desaterlindungi.enrollment.http.connection;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/**
 * How often each caller may ask, on average over a minute; all of it at once too. A caller is the subject of a valid token, or the
 * address where there is none. Each replica counts for itself.
 */
@ConfigMapping(prefix = "enrollment.door")
interface DoorSettings {
    /** Requests a minute of somebody with a token. A page of a list, a live stream and a whole batch are one each. */
    @WithDefault("12000")
    @WithConverter(AboveZero.OfLong.class)
    long requests();

    /**
     * Requests a minute of somebody with a token that may be refused with 4xx, but for 409, 412 and 429. With more, none is
     * answered for a while.
     */
    @WithDefault("1200")
    @WithConverter(AboveZero.OfLong.class)
    long failures();

    /** Requests a minute of a program or an operator (roles {@code service}, {@code public-figures} and {@code operator}). */
    @WithDefault("120000")
    @WithConverter(AboveZero.OfLong.class)
    long requestsOfProgram();

    /** Requests a minute of a program or an operator that may be refused so. */
    @WithDefault("6000")
    @WithConverter(AboveZero.OfLong.class)
    long failuresOfProgram();

    /** Requests a minute without a valid token from one address, behind which many may sit; of IPv6 from one network of 64 bits. */
    @WithDefault("12000")
    @WithConverter(AboveZero.OfLong.class)
    long requestsOfAddress();

    /**
     * Requests a minute without a valid token from one address that may be refused so. With more, no token from there is
     * verified that was not verified just before.
     */
    @WithDefault("1200")
    @WithConverter(AboveZero.OfLong.class)
    long failuresOfAddress();

    /** Callers that are counted at once, up to 900 bytes each; those least seen are forgotten first. */
    @WithDefault("20000")
    @WithConverter(AboveZero.OfInteger.class)
    int callers();

    /**
     * Proxies in front, each of which adds the address that it was called from to {@code X-Forwarded-For}. The address is looked for
     * so many places from the end, since what stands before was written by the caller. With 0 the header says nothing.
     */
    @WithDefault("0")
    @WithConverter(NotNegative.OfInteger.class)
    int proxies();
}
