package id.desaterlindungi.reporting.http;

import id.desaterlindungi.reporting.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to every operation the errors that it can answer because of what all operations share. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String BEARER = "bearer";
    private static final Map<String, String> ALWAYS = new TreeMap<>(Map.of(
            "400", "A parameter, header or body that cannot be read as described",
            "401", "No valid token",
            "406", "No such form of answer",
            "413", "The body is too large",
            "500", "The service failed; `incident` names the failure in its log",
            "503", "The database is not to be had; try again after `Retry-After` seconds"));
    private static final Map<String, String> WITH_BODY = Map.of("415", "The body is of another type");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
        api.getPaths().getPathItems().forEach((path, item) -> describe(path, item));
    }

    private static void describe(String path, PathItem item) {
        for (var operation : item.getOperations().values()) {
            ALWAYS.forEach((status, text) -> add(operation, status, text));
            if (path.contains("{")) {
                add(operation, "404", "There is nothing with this id or code");
            }
            if (operation.getRequestBody() != null) {
                WITH_BODY.forEach((status, text) -> add(operation, status, text));
            }
            describeFiles(operation);
            operation.getResponses().getAPIResponses().forEach((status, response) -> {
                if (status.startsWith("4") || status.startsWith("5")) {
                    response.setRef(null);
                    response.setContent(problem().getContent());
                }
            });
        }
    }

    /** The forms for spreadsheet programs that an operation produces beside its JSON. */
    private static void describeFiles(Operation operation) {
        var ok = operation.getResponses().getAPIResponse("200");
        if (ok == null || ok.getContent() == null) {
            return;
        }
        ok.getContent().getMediaTypes().forEach((type, form) -> {
            if (type.equals(Table.CSV) || type.equals(Table.XLSX)) {
                boolean csv = type.equals(Table.CSV);
                var schema = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
                form.setSchema(csv ? schema : schema.format("binary"));
                form.setExamples(Map.of(
                        "file",
                        OASFactory.createExample()
                                .summary(csv ? "For Excel: semicolons, decimal commas" : "A workbook of one sheet")
                                .value(
                                        csv
                                                ? "code;name;…;position;at\n=\"16.01\";Kabupaten Ogan Komering Ulu;…"
                                                : "PK…")));
            }
        });
    }

    private static void add(Operation operation, String status, String text) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().description(text));
        }
    }

    private static APIResponse problem() {
        return OASFactory.createAPIResponse()
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }
}
