package id.desaterlindungi.enrollment;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a {@code Jdbi}: it sees every row, whoever asks. For work that is nobody's alone, and for what everybody may know; never for what
 * a caller may see. FloorCatalogTest holds the list of who has it.
 */
@Qualifier
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Workers {}
