package id.desaterlindungi.reporting.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where an error gets its shape and its words. */
public class ProblemMapper {
    private static final int RETRY_SECONDS = 5;

    private static final List<Integer> RETRY_LATER =
            List.of(Status.TOO_MANY_REQUESTS.getStatusCode(), Status.SERVICE_UNAVAILABLE.getStatusCode());

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

    /** What is wrong with a body, or a part of one, that JSON could not be read into. */
    public static Finding finding(JsonProcessingException e) {
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
        // An operation that takes other types says so itself.
        var arguments = status == Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode()
                ? List.<Object>of(MediaType.APPLICATION_JSON)
                : List.of();
        var code = CODES.getOrDefault(status, "bad-request");
        return answer(headers, messages -> problem(status, code, arguments, List.of(), messages))
                .build();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, HttpHeaders headers) {
        return answer(headers, messages -> Failure.told(e, messages)).build();
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
