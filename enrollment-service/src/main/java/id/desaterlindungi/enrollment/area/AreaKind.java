package id.desaterlindungi.enrollment.area;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an area is. Regencies (kabupaten) and cities (kota) stand at one level, as do desa and kelurahan. */
@Schema(enumeration = {"province", "regency", "city", "district", "desa", "kelurahan"})
public enum AreaKind {
    PROVINCE,
    REGENCY,
    CITY,
    DISTRICT,
    DESA,
    KELURAHAN;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A desa or kelurahan, and nothing larger. */
    public static Optional<AreaKind> ofVillage(String code) {
        return of(code).filter(kind -> kind == DESA || kind == KELURAHAN);
    }

    public static Optional<AreaKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findAny();
    }
}
