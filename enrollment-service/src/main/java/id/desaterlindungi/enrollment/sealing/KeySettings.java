package id.desaterlindungi.enrollment.sealing;

import id.desaterlindungi.enrollment.settings.AboveZero;
import id.desaterlindungi.enrollment.settings.NotNegative;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the keys of the register are. They come from outside, as files of a secret store, and never from this repository. */
@ConfigMapping(prefix = "enrollment.keys")
public interface KeySettings {
    /**
     * Holds two Tink keysets in JSON, {@code nik-index.json} (PRF, HMAC-SHA-256: finds a NIK without showing it; a new primary key is the one
     * that comes next) and {@code sealing.json} (AEAD, AES-256-GCM: the primary key seals NIKs and phones, each of them opens what it sealed).
     */
    Path directory();

    /** How often the files are read again; what they hold now is used without a restart. */
    @WithDefault("10s")
    @WithConverter(AboveZero.OfDuration.class)
    Duration lookedFor();

    /**
     * How long a new primary key is known before it seals, or indexes are made with it: by then every replica has it and opens what another
     * one sealed, and finds whom it indexed.
     */
    @WithDefault("5m")
    @WithConverter(NotNegative.OfDuration.class)
    Duration settling();

    /**
     * How long a new key seals before all else is sealed anew with it. By then nothing may come any more that was sealed with the key
     * before: the service does not start unless this is more than half a minute longer than {@code enrollment.imports.max-reading}.
     * Only with {@code enrollment.keys.settling} 0 as well may it be 0, where one process is tried out.
     */
    @WithDefault("20m")
    @WithConverter(NotNegative.OfDuration.class)
    Duration settled();
}
