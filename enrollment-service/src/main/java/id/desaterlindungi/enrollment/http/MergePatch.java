package id.desaterlindungi.enrollment.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.desaterlindungi.enrollment.Json;
import id.desaterlindungi.enrollment.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** A JSON Merge Patch (RFC 7396) of bodies that have no objects within them. */
@ApplicationScoped
public class MergePatch {
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper mapper;
    private final Json json;

    MergePatch(ObjectMapper mapper, Json json) {
        this.mapper = mapper;
        this.json = json;
    }

    /**
     * What would have to be sent to have a thing as it is, changed by the patch.
     *
     * @throws ProblemException 400 for a patch that does not leave a body of this type
     */
    public <T> T merged(T before, ObjectNode patch, Class<T> type) {
        var fields = mapper.<ObjectNode>valueToTree(before);
        // No field is an object, so that merging is to set or, with null, to take away.
        fields.setAll(patch);
        return json.sent(fields, type);
    }
}
