package id.desaterlindungi.benchmark;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What offices ask of a full register: somebody or some place else each time, and the same in each run. */
record RegisterRead(String what, IntFunction<Wire.Answer> call) {
    static List<RegisterRead> all(Caller register, Population population, int people) {
        var villages = population.villages();
        return List.of(
                new RegisterRead("list of a village, 100 items", i -> list(register, "within=" + pick(i, villages))),
                new RegisterRead(
                        "list of a regency by occupation and payer",
                        i -> list(
                                register, "within=" + regency(i, villages) + "&occupation=NELAYAN&fundingSource=ADD")),
                new RegisterRead(
                        "list of all by day of enrollment",
                        i -> list(register, "sort=enrolledOn&enrolledFrom=2026-0" + (1 + i % 9) + "-10")),
                new RegisterRead(
                        "names by their beginning",
                        i -> list(register, "sort=name&name=" + name(i, population, people, 6))),
                new RegisterRead(
                        "names by their beginning, in a regency",
                        i -> list(
                                register,
                                "sort=name&name=" + name(i, population, people, 4) + "&within="
                                        + regency(i, villages))),
                new RegisterRead(
                        "names much like one, in a village",
                        i -> list(
                                register,
                                "nameLike=" + name(i, population, people, 99) + "&within=" + pick(i, villages))),
                new RegisterRead("one person by NIK", i -> byNik(register, population, someone(i, people))));
    }

    static Wire.Answer list(Caller register, String query) {
        return register.get("/v1/participants?" + query);
    }

    static Wire.Answer byNik(Caller register, Population population, int number) {
        return register.post(
                "/v1/participants/search",
                "{\"nik\":\"" + population.person(number).get("nik") + "\"}");
    }

    static String pick(int i, List<String> items) {
        return items.get(new SplittableRandom(i).nextInt(items.size()));
    }

    private static String regency(int i, List<String> villages) {
        return pick(i, villages).substring(0, 5);
    }

    private static String name(int i, Population population, int people, int letters) {
        var name = String.valueOf(population.person(someone(i, people)).get("name"));
        return URLEncoder.encode(name.substring(0, Math.min(letters, name.length())), StandardCharsets.UTF_8);
    }

    static int someone(int i, int people) {
        return new SplittableRandom(i).nextInt(people);
    }
}
