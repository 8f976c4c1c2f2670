package id.desaterlindungi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two replicas of each service, one after the other replaced as a cluster does it: who is to go is asked no more, has a while for
 * what it was asked before ({@code preStop}), is told to end, and comes back. Callers ask both services all the time, and nothing
 * twice; they notice nothing. What is still under way after that while is tested in {@link OperatedIT}.
 * It takes a minute of waiting, and runs by {@code deploy/e2e/faults --long}.
 */
@Tag("long")
@ExtendWith(RunningSystem.class)
class RollingRestartIT {
    private static final int CALLERS = 6;

    private final DesaSystem system;
    private final Recount recount;

    RollingRestartIT(DesaSystem system) {
        this.system = system;
        this.recount = new Recount(system);
    }

    @Test
    void losesNoRequest() throws Exception {
        var register = new Replicas(system.anotherEnrollment(List.of()), system.anotherEnrollment(List.of()));
        var totals = new Replicas(
                system.anotherReporting(Map.of(), List.of()), system.anotherReporting(Map.of(), List.of()));
        Collection<String> failed = new ConcurrentLinkedQueue<>();
        Collection<String> enrolled = new ConcurrentLinkedQueue<>();
        try (var calls = new Calls(register, totals, failed, enrolled)) {
            for (var replicas : List.of(register, totals)) {
                for (var one : replicas.all) {
                    calls.awaitMore();
                    replicas.replace(one);
                }
            }
            calls.awaitMore();
            Measured.say("two replicas of each service replaced under load: %d requests, %d enrollments"
                    .formatted(calls.answered.get(), enrolled.size()));
        }

        assertThat(failed).isEmpty();
        assertThat(enrolled).doesNotHaveDuplicates();
        recount.requireAllRight();
    }

    /** Of one service. */
    private static final class Replicas {
        private final List<Service> all;
        private final List<Service> asked;
        private final Map<Service, AtomicInteger> underWay = new ConcurrentHashMap<>();

        Replicas(Service... all) {
            this.all = List.of(all);
            this.asked = new CopyOnWriteArrayList<>(this.all);
            this.all.forEach(one -> underWay.put(one, new AtomicInteger()));
        }

        Service take(int turn) {
            while (true) {
                var there = List.copyOf(asked);
                var one = there.get(turn % there.size());
                underWay.get(one).incrementAndGet();
                if (asked.contains(one)) {
                    return one;
                }
                underWay.get(one).decrementAndGet(); // It was taken out between the two.
            }
        }

        void giveBack(Service one) {
            underWay.get(one).decrementAndGet();
        }

        void replace(Service one) {
            asked.remove(one);
            await().until(() -> underWay.get(one).get() == 0);
            one.stop();
            one.start();
            asked.add(one);
        }
    }

    /** Callers who send each request once. */
    private final class Calls implements AutoCloseable {
        private final JsonMapper json = new JsonMapper();
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final Replicas register;
        private final Replicas totals;
        private final Collection<String> failed;
        private final Collection<String> enrolled;
        private final AtomicInteger answered = new AtomicInteger();
        private final List<Thread> callers;
        private volatile boolean enough;

        Calls(Replicas register, Replicas totals, Collection<String> failed, Collection<String> enrolled) {
            this.register = register;
            this.totals = totals;
            this.failed = failed;
            this.enrolled = enrolled;
            this.callers = new ArrayList<>(IntStream.range(0, CALLERS)
                    .mapToObj(_ -> Thread.ofVirtual().start(this::callOnAndOn))
                    .toList());
        }

        void awaitMore() {
            var before = answered.get();
            await().until(() -> answered.get() > before + 100);
        }

        private void callOnAndOn() {
            try {
                for (var turn = 0; !enough; turn++) {
                    enroll(turn);
                    call(register, turn, "/v1/areas?limit=20");
                    call(totals, turn, "/v1/progress");
                    call(totals, turn, "/v1/progress/areas?within=16&level=regency");
                }
            } catch (InterruptedException | JsonProcessingException e) {
                failed.add(e.toString());
            }
        }

        private void enroll(int turn) throws InterruptedException, JsonProcessingException {
            var person = system.people().next();
            var body = BodyPublishers.ofString(json.writeValueAsString(person.request()));
            var answer = send(
                    register,
                    turn,
                    "/v1/participants",
                    request -> request.POST(body).header("Content-Type", "application/json"));
            if (!answer.isEmpty()) {
                enrolled.add(json.readTree(answer).path("id").asText());
            }
        }

        private void call(Replicas replicas, int turn, String path) throws InterruptedException {
            send(replicas, turn, path, request -> request);
        }

        private String send(Replicas replicas, int turn, String path, UnaryOperator<HttpRequest.Builder> kind)
                throws InterruptedException {
            var service = replicas.take(turn);
            try {
                var request = kind.apply(HttpRequest.newBuilder(service.url().resolve(path)))
                        .timeout(DesaSystem.ANSWER_LIMIT)
                        .header("Authorization", "Bearer " + system.token())
                        .build();
                var answer = client.send(request, BodyHandlers.ofString());
                answered.incrementAndGet();
                if (answer.statusCode() / 100 == 2) {
                    return answer.body();
                }
                failed.add(path + " answers " + answer.statusCode());
            } catch (IOException e) {
                failed.add(path + ": " + e);
            } finally {
                replicas.giveBack(service);
            }
            return "";
        }

        @Override
        public void close() throws InterruptedException {
            enough = true;
            for (var caller : callers) {
                caller.join();
            }
            client.close();
        }
    }
}
