package id.desaterlindungi.local.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the sample, in the API's own words.
 *
 * @param programmes joined by {@code +}
 * @param phone empty where there is none
 */
record SamplePerson(
        String nik,
        String name,
        String birthDate,
        String sex,
        String villageCode,
        String segment,
        String occupation,
        String fundingSource,
        String programmes,
        String origin,
        String enrolledOn,
        String phone) {
    static final List<String> COLUMNS = List.of(
            "nik",
            "name",
            "birthDate",
            "sex",
            "villageCode",
            "segment",
            "occupation",
            "fundingSource",
            "programmes",
            "origin",
            "enrolledOn",
            "phone");

    static SamplePerson of(List<String> fields) {
        if (fields.size() != COLUMNS.size()) {
            throw new IllegalArgumentException("A row has " + fields.size() + " fields");
        }
        return new SamplePerson(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(5),
                fields.get(6),
                fields.get(7),
                fields.get(8),
                fields.get(9),
                fields.get(10),
                fields.get(11));
    }

    List<String> fields() {
        return List.of(
                nik,
                name,
                birthDate,
                sex,
                villageCode,
                segment,
                occupation,
                fundingSource,
                programmes,
                origin,
                enrolledOn,
                phone);
    }

    /** The body of {@code POST /v1/participants}, for the branch: with time the days lie further back than others may date them. */
    Map<String, Object> request() {
        var request = new LinkedHashMap<String, Object>();
        for (var i = 0; i < COLUMNS.size(); i++) {
            request.put(COLUMNS.get(i), fields().get(i));
        }
        request.put("programmes", List.of(programmes.split("\\+")));
        request.put("backdatingReason", "BRANCH_RECORD");
        if (phone.isEmpty()) {
            request.remove("phone");
        }
        return request;
    }

    /** Synthetic, yet shown like a real person: not at all. */
    @Override
    public String toString() {
        return "SamplePerson[" + villageCode + "]";
    }
}
