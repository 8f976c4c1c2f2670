package id.desaterlindungi.enrollment.imports.file;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.spi.Converter;

/** The settings of readers, without a service around them. */
public final class Settings {
    public static final FileSettings DEFAULT = with("48M");

    private Settings() {}

    public static FileSettings with(String maxPart) {
        return new SmallRyeConfigBuilder()
                .withMapping(FileSettings.class)
                .withDefaultValue("enrollment.imports.max-part", maxPart)
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .build()
                .getConfigMapping(FileSettings.class);
    }
}
