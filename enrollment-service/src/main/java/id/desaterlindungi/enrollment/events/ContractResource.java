package id.desaterlindungi.enrollment.events;

import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The contract's files, as this release keeps to them; open to all, as the API description is. */
@Path("/v1/contract")
@PermitAll
@Tag(name = "Events")
class ContractResource {
    @GET
    @Path("/{file: (asyncapi\\.yaml|(schemas|examples|areas)/[A-Za-z0-9.-]+)}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getContractFile",
            summary = "Get a file of the event contract",
            description =
                    "Begin with `asyncapi.yaml`: it names the schemas. The areas come with their licence and notice.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    public Response get(@PathParam("file") @Parameter(example = "asyncapi.yaml") String file) {
        var stream = ContractResource.class.getResourceAsStream("/contract/" + file);
        if (stream == null) {
            throw ProblemException.notFound("not-found");
        }
        var type = file.endsWith(".json") ? MediaType.APPLICATION_JSON : "text/plain;charset=UTF-8";
        return Response.ok(stream, type)
                .header(HttpHeaders.CACHE_CONTROL, "max-age=3600")
                .build();
    }
}
