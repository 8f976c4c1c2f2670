package id.desaterlindungi.reporting.progress;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

@Path("/v1/progress")
@Produces(MediaType.APPLICATION_JSON)
class ProgressResource {

    private final ProgressReport report;

    ProgressResource(ProgressReport report) {
        this.report = report;
    }

    @GET
    Headline headline(@QueryParam("within") @DefaultValue("16") String within) {
        return report.headline(within).orElseThrow(NotFoundException::new);
    }
}
