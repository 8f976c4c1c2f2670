package id.desaterlindungi.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Somebody who was answered as enrolled, as the one caller knows who changes this person. */
final class Member {
    final Map<String, Object> request;
    final String id;
    int version;
    String village;
    String occupation;
    String status;

    private Member(
            Map<String, Object> request, String id, int version, String village, String occupation, String status) {
        this.request = request;
        this.id = id;
        this.version = version;
        this.village = village;
        this.occupation = occupation;
        this.status = status;
    }

    /** @param answer the participant */
    static Member of(Map<String, Object> request, JsonNode answer) {
        return new Member(
                request,
                answer.path("id").asText(),
                answer.path("version").asInt(),
                answer.path("villageCode").asText(),
                answer.path("occupation").asText(),
                answer.path("status").asText());
    }

    /** From what was asked: its answer tells less. */
    static Member asked(Map<String, Object> request, String id) {
        return new Member(
                request, id, 1, (String) request.get("villageCode"), (String) request.get("occupation"), "ACTIVE");
    }

    String path() {
        return "/v1/participants/" + id;
    }

    String nik() {
        return (String) request.get("nik");
    }

    /** As {@link #row} of the database has it. */
    String row() {
        return String.join("|", id, Integer.toString(version), village, occupation, status);
    }
}
