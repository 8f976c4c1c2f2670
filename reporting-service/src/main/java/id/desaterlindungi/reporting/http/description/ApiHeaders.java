package id.desaterlindungi.reporting.http.description;

import id.desaterlindungi.reporting.http.IfMatch;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the headers that an answer has because of what the operation takes and what it tells. */
record ApiHeaders(Operation operation, Map<String, Schema> named) {
    private static final String VERSION = "version";
    private static final String LIMIT = "\"requests\";r=0;t=1";
    private static final String POLICY = "\"requests\";q=12000;w=60";

    void describe() {
        if (operation.getResponses().hasAPIResponse("304") && !takes(HttpHeaders.IF_NONE_MATCH)) {
            operation.addParameter(OASFactory.createParameter()
                    .name(HttpHeaders.IF_NONE_MATCH)
                    .in(Parameter.In.HEADER)
                    .description("The ETag of what the caller holds: 304 while that is what there is")
                    .schema(text())
                    .example("\"5bd1e995\""));
        }
        operation.getResponses().getAPIResponses().forEach(this::describe);
    }

    private void describe(String status, APIResponse response) {
        if (status.equals("201")) {
            add(response, HttpHeaders.LOCATION, "Where it is from now on", text());
        }
        if (status.equals("401")) {
            add(response, HttpHeaders.WWW_AUTHENTICATE, "What to authenticate with", text().addExample("Bearer"));
        }
        if (status.equals("429")) {
            add(
                    response,
                    "RateLimit",
                    "What is left of a limit, and the seconds until more is",
                    text().addExample(LIMIT));
            add(
                    response,
                    "RateLimit-Policy",
                    "That limit, and the seconds that it counts in",
                    text().addExample(POLICY));
        }
        if (status.equals("429") || status.equals("503")) {
            add(response, HttpHeaders.RETRY_AFTER, "Seconds until a try is worth while", number());
        }
        if (status.startsWith("2") && takes("Idempotency-Key")) {
            var replayed = OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            add(response, "Idempotency-Replayed", "`true` for the first answer once more; else absent", replayed);
        }
        if (status.equals("304") || (status.startsWith("2") && isVersioned(response))) {
            add(response, HttpHeaders.ETAG, "What to name in If-Match or If-None-Match", text().addExample("\"1\""));
        }
    }

    /** What can be changed tells its version, and a change answers what it made of it. */
    private boolean isVersioned(APIResponse response) {
        return takes(IfMatch.HEADER)
                || operation.getResponses().hasAPIResponse("304")
                || schemas(response)
                        .anyMatch(schema -> schema.getProperties() != null
                                && schema.getProperties().containsKey(VERSION));
    }

    private Stream<Schema> schemas(APIResponse response) {
        return Stream.ofNullable(response.getContent())
                .flatMap(content -> content.getMediaTypes().values().stream())
                .map(form -> form.getSchema() == null ? null : form.getSchema().getRef())
                .filter(Objects::nonNull)
                .map(ref -> named.get(ref.substring(ref.lastIndexOf('/') + 1)))
                .filter(Objects::nonNull);
    }

    private boolean takes(String header) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> header.equals(parameter.getName()));
    }

    private static void add(APIResponse response, String name, String description, Schema schema) {
        if (response.getHeaders() == null || !response.getHeaders().containsKey(name)) {
            response.addHeader(
                    name, OASFactory.createHeader().description(description).schema(schema));
        }
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema number() {
        return OASFactory.createSchema().addType(SchemaType.INTEGER).addExample(5);
    }
}
