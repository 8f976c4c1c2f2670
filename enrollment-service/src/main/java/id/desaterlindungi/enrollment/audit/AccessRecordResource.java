package id.desaterlindungi.enrollment.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.audit.AccessRecords.Sought;
import id.desaterlindungi.enrollment.http.Page;
import id.desaterlindungi.enrollment.http.PageRequest;
import id.desaterlindungi.enrollment.http.parameter.Misfit;
import id.desaterlindungi.enrollment.http.parameter.Range;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/access-records")
@Tag(name = "Access record", description = "Who read or wrote what about whom")
class AccessRecordResource {
    private final AccessRecords records;
    private final Access access;
    private final Caller caller;

    AccessRecordResource(AccessRecords records, Access access, Caller caller) {
        this.records = records;
        this.access = access;
        this.caller = caller;
    }

    /** As the address has it. */
    @Schema(name = "ParticipantId", type = SchemaType.STRING, format = "uuid")
    record ParticipantId(UUID id) {
        private static final Pattern SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        public static ParticipantId fromString(String text) {
            if (!SHAPE.matcher(text).matches()) {
                throw new Misfit("id-format");
            }
            return new ParticipantId(UUID.fromString(text));
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listAccessRecords",
            summary = "Who read or wrote what about whom, the latest first",
            description = """
                    Every request for people or about them has one line, whatever its answer was; so has each read of this list. \
                    Lists and files are told by what they were asked for, and how many people were in them. Shown is what lies in the \
                    caller's areas, what lies around them, and what goes beyond them in part.""")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = AccessRecordPage.class)))
    public AccessRecordPage list(
            @QueryParam("participant")
                    @Parameter(
                            description = "Of one person; lists that the person stood in do not count",
                            example = "0199f3a2-6c1e-7b40-8d5e-3f2a1b0c9d8e")
                    @Nullable
                    ParticipantId participant,
            @QueryParam("actor")
                    @Parameter(description = "Of one subject of tokens", example = "village@16.01.07.2001")
                    @Nullable
                    String actor,
            @QueryParam("from") @Parameter(description = "The first day, of Asia/Jakarta") @Nullable LocalDate from,
            @QueryParam("to") @Parameter(description = "The last day") @Nullable LocalDate to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    @Range(least = 1, most = PageRequest.MAX_LIMIT)
                    int limit) {
        var sought = new Sought(participant == null ? null : participant.id(), actor, from, to);
        if (sought.participant() != null) {
            access.asked(sought.participant());
        }
        var page = AccessRecords.page(cursor, limit, participant, actor, from, to);
        var found = Page.of(records.page(sought, caller.scope(), page), page, AccessView::place);
        return new AccessRecordPage(found.items(), found.next());
    }

    /** A {@link Page} whose schema has a name of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessRecordPage")
    record AccessRecordPage(
            @Schema(required = true) List<AccessView> items,

            @Schema(description = "Continues after the last item; absent on the last page") @Nullable
            String next) {}
}
