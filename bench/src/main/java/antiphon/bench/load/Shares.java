package antiphon.bench.load;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// How many of a hundred callers do what: `rooms=60,music=25,deposits=15`.
record Shares(Map<Service, Integer> percent) {
    enum Service {
        ROOMS,
        MUSIC,
        PROMPT,
        DEPOSITS,
        ECHO
    }

    static Shares parse(String text) {
        Map<Service, Integer> percent = new EnumMap<>(Service.class);
        for (String part : text.split(",")) {
            String[] words = part.split("=");
            try {
                percent.put(
                        Service.valueOf(words[0].strip().toUpperCase(Locale.ROOT)),
                        Integer.valueOf(words[1].strip()));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
                throw new IllegalArgumentException(
                        part
                                + ": wanted SERVICE=PERCENT, services are rooms, music, prompt, deposits, echo");
            }
        }
        int sum = percent.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != 100 || percent.values().stream().anyMatch(p -> p < 0)) {
            throw new IllegalArgumentException(
                    text + ": the shares sum up to " + sum + ", wanted 100");
        }
        return new Shares(percent);
    }

    int calls(Service service, int all) {
        return all * percent.getOrDefault(service, 0) / 100;
    }
}
