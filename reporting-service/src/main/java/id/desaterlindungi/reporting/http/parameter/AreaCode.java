package id.desaterlindungi.reporting.http.parameter;

import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Code of an area of any level, as a parameter gives it. Well formed; whether there is such an area is for who reads it.
 *
 * @param text such as {@code 16}, {@code 16.01}, {@code 16.01.07} or {@code 16.01.07.2001}
 */
@Schema(name = "AreaCode", type = SchemaType.STRING, pattern = AreaCode.FORM)
public record AreaCode(String text) {
    static final String FORM = "^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$";

    private static final Pattern SHAPE = Pattern.compile(FORM);

    /** @throws Misfit for what cannot be the code of an area */
    public static AreaCode fromString(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new Misfit("area-unknown");
        }
        return new AreaCode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
