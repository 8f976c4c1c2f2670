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
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where an error gets its shape and its words. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int RETRY_SECONDS = 5;

    private static final List<Integer> RETRY_LATER =
            List.of(Status.TOO_MANY_REQUESTS.getStatusCode(), Status.SERVICE_UNAVAILABLE.getStatusCode());

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
            414, "uri-too-long",
            415, "unsupported-media-type",
            431, "headers-too-large");

    private final ProblemWriter writer;

    ProblemMapper(ProblemWriter writer) {
        this.writer = writer;
    }

    @ServerExceptionMapper
    Response refused(ProblemException e, HttpHeaders headers) {
        return answer(headers, messages -> Problem.of(e, messages)).build();
    }

    /** Both classes are named: the framework has its own words for the second, and the nearest class wins. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response unreadable(JsonProcessingException e, HttpHeaders headers) {
        return switch (e.getCause()) {
            // Jackson wraps what the body's stream throws.
            case ProblemException refused -> refused(refused, headers);
            case StreamReadException malformed -> unreadable(malformed, headers);
            case null, default ->
                answer(headers, messages -> problem(400, "body-unreadable", List.of(), List.of(finding(e)), messages))
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
        return answer(headers, 401, "unauthenticated")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, HttpHeaders headers) {
        return answer(headers, 403, "forbidden").build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e, HttpHeaders headers) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json, headers);
        }
        var status = e.getResponse().getStatus();
        if (status >= 500) {
            return failed(e, headers);
        }
        if (status < 400) {
            return e.getResponse();
        }
        return answer(headers, status, CODES.getOrDefault(status, "bad-request"))
                .build();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, HttpHeaders headers) {
        return answer(headers, messages -> failure(e, messages)).build();
    }

    /** What to tell of a failure that nobody foresaw: 503 while the database is away, 500 with an id that the log has too. */
    static Problem failure(Throwable e, Messages messages) {
        if (hasState(e, List.of(NOT_A_CHARACTER))) {
            return problem(400, "bad-request", List.of(), List.of(), messages);
        }
        if (isCallerGone(e)) {
            LOG.info("Request was given up by its caller while it was being read");
            return problem(400, "bad-request", List.of(), List.of(), messages);
        }
        if (isDatabaseAway(e)) {
            LOG.warnf(
                    "Request failed for want of the database, cause=%s",
                    e.getClass().getName());
            return problem(503, "database-unavailable", List.of(), List.of(), messages);
        }
        var incident = UUID.randomUUID().toString();
        LOG.errorf(e, "Request failed, incident=%s", incident);
        return Problem.of(500, "internal-error", List.of(), List.of(), incident, messages);
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

    private static Problem problem(
            int status, String code, List<Object> arguments, List<Finding> findings, Messages messages) {
        return Problem.of(status, code, arguments, findings, null, messages);
    }

    private Response.ResponseBuilder answer(HttpHeaders headers, int status, String code) {
        return answer(headers, messages -> problem(status, code, List.of(), List.of(), messages));
    }

    private Response.ResponseBuilder answer(HttpHeaders headers, Function<Messages, Problem> told) {
        var messages = Messages.asked(headers);
        var problem = writer.write(() -> told.apply(messages), messages);
        var response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .language(problem.language())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .entity(problem.body());
        return RETRY_LATER.contains(problem.status())
                ? response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                : response;
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
