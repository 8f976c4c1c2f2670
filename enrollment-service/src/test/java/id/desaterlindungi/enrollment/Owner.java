package id.desaterlindungi.enrollment;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a {@code Jdbi} for tests: it connects as who owns the tables, past the service, and sees all rows. The service's own shows a test
 * nothing, since no caller asks.
 */
@Qualifier
@Target({ElementType.METHOD, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Owner {}
