package antiphon.ivr.yaml;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// What was probably meant: the nearest of the allowed words.
public final class Nearest {
    /// Longer words are not compared: nobody mistypes those, and the effort is their product.
    private static final int WORD_MAX = 64;

    /// More wrong letters than this are another word.
    private static final int DISTANCE_MAX = 4;

    private Nearest() {}

    /// The allowed word that is nearest to `word`, if it is near: a third of its letters wrong, or
    /// [#DISTANCE_MAX], at most.
    public static Optional<String> to(String word, Collection<String> allowed) {
        if (word.isEmpty() || word.length() > WORD_MAX) return Optional.empty();
        String wanted = plain(word);
        String best = null;
        int bestDistance = Math.clamp((wanted.length() + 1) / 3, 1, DISTANCE_MAX) + 1;
        for (String candidate : allowed) {
            if (Math.abs(candidate.length() - word.length()) > DISTANCE_MAX) continue;
            int distance = distance(wanted, plain(candidate));
            boolean sooner =
                    distance == bestDistance && best != null && candidate.compareTo(best) < 0;
            if (distance < bestDistance || sooner) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /// `; did you mean "menu"?`, or nothing.
    public static String hint(String word, Collection<String> allowed) {
        return to(word, allowed).map(near -> "; did you mean \"" + near + "\"?").orElse("");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /// Letters to insert, delete, replace or swap with their neighbour; more than [#DISTANCE_MAX]
    /// are not counted to their end.
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) last[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            Arrays.fill(now, DISTANCE_MAX + 1);
            if (i <= DISTANCE_MAX) now[0] = i;
            int least = now[0];
            // Further from the diagonal the distance is too large already.
            int first = Math.max(1, i - DISTANCE_MAX);
            int end = Math.min(b.length(), i + DISTANCE_MAX);
            for (int j = first; j <= end; j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replace, Math.min(last[j], now[j - 1]) + 1);
                if (isSwap(a, i, b, j)) now[j] = Math.min(now[j], before[j - 2] + 1);
                least = Math.min(least, now[j]);
            }
            if (least > DISTANCE_MAX) return least;
            int[] free = before;
            before = last;
            last = now;
            now = free;
        }
        return last[b.length()];
    }

    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
