package id.desaterlindungi.enrollment.contribution;

import id.desaterlindungi.enrollment.http.Fields;
import id.desaterlindungi.enrollment.problem.Messages;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/contributions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contributions", description = "What cover costs")
class ContributionResource {
    private final QuoteCheck check;

    ContributionResource(QuoteCheck check) {
        this.check = check;
    }

    @POST
    @Path("/quote")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "quoteContributions",
            summary = "Calculate what cover costs, by programme and month",
            description =
                    "A month is paid at the tariffs of its first day. Amounts are rounded half up to whole rupiah for "
                            + "each programme, month and person. Nothing is stored: a repeated request is calculated again.")
    @APIResponse(
            responseCode = "200",
            description = "The quote",
            content = @Content(schema = @Schema(implementation = QuoteView.class)))
    @APIResponse(
            responseCode = "422",
            description = "Some fields break the rules, or a tariff is missing; see `errors`")
    public Response quote(@Nullable QuoteRequest request, @Context HttpHeaders headers) {
        var messages = Messages.asked(headers);
        return switch (check.of(Fields.given(request))) {
            case QuoteCheck.Verdict.Accepted(var order, var table) ->
                Response.ok(QuoteView.of(order, table.quote(order), messages))
                        .language(messages.locale())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                        .build();
            case QuoteCheck.Verdict.Refused(var errors) ->
                throw ProblemException.unprocessable("quote-refused", errors);
        };
    }
}
