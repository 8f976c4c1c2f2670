package id.desaterlindungi.enrollment.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails as a defect would: with an exception that nobody expected, holding something that nobody should see. */
@Path("/test/failure")
public class FailingResource {
    /** With the right to an operation that there is: what nobody may ask for would fail otherwise. */
    @GET
    @Operation(operationId = "listStatuses", hidden = true)
    public String fail() {
        throw new IllegalStateException("a secret detail");
    }
}
