package id.desaterlindungi.benchmark;

import id.desaterlindungi.benchmark.Wire.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Enrolls people who are not there yet, in the ways in which callers do. */
final class Enrollment {
    static final int BATCH = 500;

    private Enrollment() {}

    static Answer one(Caller register, Bed bed) {
        return register.post("/v1/participants", Bed.json(bed.population().person(bed.next())));
    }

    /** @return how many */
    static int batch(Caller register, Population population, List<Integer> numbers) {
        var operations = numbers.stream()
                .map(number -> Map.of("operationId", "person-" + number, "enrollment", population.person(number)))
                .toList();
        var answer = register.post("/v1/participants/batch", Bed.json(Map.of("operations", operations)));
        if (Bed.json(answer).path("refused").asInt(-1) != 0) {
            throw new IllegalStateException("A batch was answered " + answer.text());
        }
        return numbers.size();
    }

    static int batch(Caller register, Bed bed) {
        return batch(
                register,
                bed.population(),
                IntStream.range(0, BATCH).mapToObj(_ -> bed.next()).toList());
    }
}
