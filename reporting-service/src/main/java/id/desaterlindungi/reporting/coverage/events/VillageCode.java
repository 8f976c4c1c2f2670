package id.desaterlindungi.reporting.coverage.events;

/** The contract's form of a village's code. */
final class VillageCode {
    /** 0 stands for any digit. */
    private static final String FORM = "00.00.00.0000";

    private VillageCode() {}

    /** By hand, since every event has one. @throws IllegalArgumentException for any other form */
    static String check(String code) {
        var fits = code.length() == FORM.length();
        for (var i = 0; fits && i < FORM.length(); i++) {
            var letter = code.charAt(i);
            fits = FORM.charAt(i) == '.' ? letter == '.' : letter >= '0' && letter <= '9';
        }
        if (!fits) {
            throw new IllegalArgumentException("villageCode");
        }
        return code;
    }
}
