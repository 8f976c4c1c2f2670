package id.desaterlindungi.reporting.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where an error gets its shape and its words. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int RETRY_SECONDS = 5;

    /** SQLSTATE classes and codes: connection, deadlock, resources, lock not available, operator intervention. */
    private static final List<String> RETRIABLE_STATES = List.of("08", "40", "53", "55P03", "57");

    /** A NUL, which JSON and addresses can hold and PostgreSQL's texts cannot: the caller's to mend. */
    private static final String NOT_A_CHARACTER = "22021";

    private static final Map<Integer, String> CODES = Map.of(
            400, "bad-request",
            404, "not-found",
            405, "method-not-allowed",
            406, "not-acceptable",
            413, "body-too-large",
            415, "unsupported-media-type");

    @ServerExceptionMapper
    Response refused(ProblemException e, HttpHeaders headers) {
        var answer = problem(e.status(), e.code(), e.arguments(), e.findings(), null, headers);
        if (e.status() == Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.build();
    }

    /** Both classes are named: the framework has its own words for the second, and the nearest class wins. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response unreadable(JsonProcessingException e, HttpHeaders headers) {
        return switch (e.getCause()) {
            // Jackson wraps what the body's stream throws.
            case ProblemException refused -> refused(refused, headers);
            case StreamReadException malformed -> unreadable(malformed, headers);
            case null, default ->
                problem(400, "body-unreadable", List.of(), List.of(finding(e)), null, headers)
                        .build();
        };
    }

    private static Finding finding(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> Finding.at(pointer(unknown), "field-unknown");
            case JsonMappingException whole when whole.getPath().isEmpty() -> Finding.at("", "body-type");
            case JsonMappingException field -> Finding.at(pointer(field), "field-type");
            default -> Finding.at("", "json-malformed");
        };
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthenticated(HttpHeaders headers) {
        return problem(401, "unauthenticated", List.of(), List.of(), null, headers)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, HttpHeaders headers) {
        return problem(403, "forbidden", List.of(), List.of(), null, headers).build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e, HttpHeaders headers) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json, headers);
        }
        var status = e.getResponse().getStatus();
        var code = CODES.get(status);
        if (code == null) {
            return status >= 500 ? failed(e, headers) : e.getResponse();
        }
        return problem(status, code, List.of(), List.of(), null, headers).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, HttpHeaders headers) {
        if (hasState(e, List.of(NOT_A_CHARACTER))) {
            return problem(400, "bad-request", List.of(), List.of(), null, headers)
                    .build();
        }
        if (isCallerGone(e)) {
            LOG.info("Request was given up by its caller while it was being read");
            return problem(400, "bad-request", List.of(), List.of(), null, headers)
                    .build();
        }
        if (isDatabaseAway(e)) {
            LOG.warnf(
                    "Request failed for want of the database, cause=%s",
                    e.getClass().getName());
            return problem(503, "database-unavailable", List.of(), List.of(), null, headers)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .build();
        }
        var incident = UUID.randomUUID().toString();
        LOG.errorf(e, "Request failed, incident=%s", incident);
        return problem(
                        Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                        "internal-error",
                        List.of(),
                        List.of(),
                        incident,
                        headers)
                .build();
    }

    /** The connection was closed within the body: nobody reads the answer, and nothing is wrong here. */
    private static boolean isCallerGone(Throwable e) {
        return e instanceof IOException && causes(e).anyMatch(HttpClosedException.class::isInstance);
    }

    /** No connection, none free in time, a shutdown, or a lock or statement that took too long: it may well work later. */
    private static boolean isDatabaseAway(Throwable e) {
        return hasState(e, RETRIABLE_STATES)
                || causes(e)
                        .anyMatch(cause -> cause instanceof SQLTransientException
                                || cause instanceof SQLException sql
                                        && sql.getSQLState() == null
                                        && String.valueOf(sql.getMessage()).startsWith("Acquisition timeout"));
    }

    private static boolean hasState(Throwable e, List<String> states) {
        return causes(e)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && states.stream().anyMatch(sql.getSQLState()::startsWith));
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }

    private static Response.ResponseBuilder problem(
            int status,
            String code,
            List<Object> arguments,
            List<Finding> findings,
            @Nullable String incident,
            HttpHeaders headers) {
        var messages = Messages.in(headers.getAcceptableLanguages());
        var errors =
                findings.isEmpty() ? null : findings.stream().map(messages::of).toList();
        var body = new Problem(
                URI.create("urn:desaterlindungi:problem:" + code),
                messages.text("problem." + code + ".title", arguments),
                status,
                code,
                messages.text("problem." + code + ".detail", arguments),
                errors,
                incident);
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .language(messages.locale())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .entity(body);
    }

    /** Names and indexes only: a path never holds a value that the caller sent. */
    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining("/", e.getPath().isEmpty() ? "" : "/", ""));
    }
}
