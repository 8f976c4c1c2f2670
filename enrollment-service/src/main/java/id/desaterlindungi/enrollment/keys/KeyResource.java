package id.desaterlindungi.enrollment.keys;

import id.desaterlindungi.enrollment.access.Caller;
import id.desaterlindungi.enrollment.http.Change;
import id.desaterlindungi.enrollment.http.Idempotency;
import id.desaterlindungi.enrollment.keys.KeysView.KeyView;
import id.desaterlindungi.enrollment.keys.KeysView.Purpose;
import id.desaterlindungi.enrollment.keys.KeysView.ReindexingView;
import id.desaterlindungi.enrollment.keys.KeysView.ResealingView;
import id.desaterlindungi.enrollment.keys.KeysView.State;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "The keys that hide what is told of people, for who runs the system")
class KeyResource {
    private final Jdbi jdbi;
    private final Resealing resealing;
    private final Reindexing reindexing;
    private final Idempotency idempotency;
    private final Change change;
    private final Caller caller;

    KeyResource(
            Jdbi jdbi,
            Resealing resealing,
            Reindexing reindexing,
            Idempotency idempotency,
            Change change,
            Caller caller) {
        this.jdbi = jdbi;
        this.resealing = resealing;
        this.reindexing = reindexing;
        this.idempotency = idempotency;
        this.change = change;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary =
                    "The keys of the register, and how far the work is that seals, or indexes, everything with the new one",
            description = "Ids and states alone. The keys themselves are files that no answer shows. For operators.")
    @APIResponse(
            responseCode = "200",
            description = "All keys that the register was written with",
            content = @Content(schema = @Schema(implementation = KeysView.class)))
    public KeysView list() {
        return view();
    }

    @POST
    @Path("/resealing")
    @Operation(
            operationId = "sealAnew",
            summary = "Seal everything with the key that is used now",
            description =
                    "Begins the work that opens each value another key sealed and seals it with the one that is used now, once that is used "
                            + "for 20 minutes (`enrollment.keys.settled`). It runs in the background, while all else goes on; "
                            + "`listKeys` tells how far it is. When it is over, the other keys are "
                            + "`RETIRED` and may be taken out of the file. While it is on its way, this begins no second one. For operators.")
    @APIResponse(
            responseCode = "202",
            description = "It is on its way",
            content = @Content(schema = @Schema(implementation = KeysView.class)))
    @APIResponse(responseCode = "409", description = "A request with the same key is still running")
    @APIResponse(responseCode = "422", description = "The key was sent with another request before")
    public Response sealAnew(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(description = "The same key gets the first answer again", example = "b4f0-2")
                    @Nullable
                    String key) {
        var answer = idempotency.once(key, "resealing", () -> {
            resealing.begin(caller.subject());
            return Response.accepted(view()).build();
        });
        resealing.wake();
        return answer;
    }

    @POST
    @Path("/reindexing")
    @Operation(
            operationId = "indexAnew",
            summary = "Make the index of every NIK with the key that comes next",
            description =
                    "Begins the work that makes each index anew with the key of the index that is `COMING`, once that is known for 5 minutes "
                            + "(`enrollment.keys.settling`). It runs in the background, while all else goes on; `listKeys` tells how far it is. "
                            + "In the middle of it, in `MOVING`, the new key becomes `USED`: until then `takeReindexingBack` undoes it. "
                            + "When it is over, the other keys are `RETIRED` and may be taken out of the file. "
                            + "While it is on its way, this begins no second one. For operators.")
    @APIResponse(
            responseCode = "202",
            description = "It is on its way",
            content = @Content(schema = @Schema(implementation = KeysView.class)))
    @APIResponse(
            responseCode = "409",
            description = "No key comes next, or a request with the same key is still running")
    @APIResponse(responseCode = "422", description = "The key was sent with another request before")
    public Response indexAnew(
            @HeaderParam(Idempotency.HEADER)
                    @Parameter(description = "The same key gets the first answer again", example = "b4f0-3")
                    @Nullable
                    String key) {
        var answer = idempotency.once(key, "reindexing", () -> {
            reindexing.begin(caller.subject());
            return Response.accepted(view()).build();
        });
        reindexing.wake();
        return answer;
    }

    @DELETE
    @Path("/reindexing")
    @Operation(
            operationId = "takeReindexingBack",
            summary = "Go back to the key of the index that is used",
            description =
                    "Ends the work of `indexAnew` before the new key is used, and has what it has made taken away. The new key is `COMING` again as long as a file has it. "
                            + "A second call changes nothing. For operators.")
    @APIResponse(
            responseCode = "202",
            description = "It is being taken back",
            content = @Content(schema = @Schema(implementation = KeysView.class)))
    @APIResponse(responseCode = "409", description = "The new key is used already, or nothing is on its way")
    public Response takeReindexingBack() {
        var answer = change.answered(() -> {
            reindexing.takeBack();
            return Response.accepted(view()).build();
        });
        reindexing.wake();
        return answer;
    }

    private KeysView view() {
        var keys = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select key_id, purpose, nullif(used_from, 'infinity') as used_from, retired_at,
                            case when retired_at is not null then 'RETIRED'
                                when used_from = 'infinity' or purpose = 'SEALING' and used_from > clock_timestamp() then 'COMING'
                                when key_id = used_key(purpose) then 'USED'
                                else 'OPENS' end as state
                        from register_key order by purpose desc, used_from desc
                        """).map((row, _) -> key(row)).list());
        return new KeysView(
                keys,
                resealing.progress().map(ResealingView::of).orElse(null),
                reindexing.progress().map(ReindexingView::of).orElse(null));
    }

    private static KeyView key(ResultSet row) throws SQLException {
        return new KeyView(
                Integer.toUnsignedLong(row.getInt("key_id")),
                Purpose.valueOf(row.getString("purpose")),
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getTimestamp("used_from"))
                        .map(Timestamp::toInstant)
                        .orElse(null),
                Optional.ofNullable(row.getTimestamp("retired_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }
}
