package antiphon.ivr.turn;

import java.util.Arrays;
import java.util.List;

/// A row of key sets, of which the first [#minLength] must come and the rest may.
///
///     4XXX            four sets, all needed
///     6 to 8 digits   eight sets, six needed
///
/// Immutable; safe for any thread.
public final class KeyRow {
    /// All keys there are (RFC 4733 §3.2); a key's place in it is its bit.
    static final String KEYS = "0123456789*#ABCD";

    /// Longest input: no number that people type is longer.
    public static final int LENGTH_MAX = 64;

    private static final int DIGITS = 0x3ff;

    private final int[] sets;
    private final int minLength;

    private KeyRow(int[] sets, int minLength) {
        this.sets = sets;
        this.minLength = minLength;
    }

    /// Any digits 0-9.
    ///
    /// @param min 1 to `max`
    /// @param max up to [#LENGTH_MAX]
    public static KeyRow digits(int min, int max) {
        if (min < 1 || min > max || max > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "digits: "
                            + min
                            + ".."
                            + max
                            + "; allowed is 1 <= min <= max <= "
                            + LENGTH_MAX);
        }
        int[] sets = new int[max];
        Arrays.fill(sets, DIGITS);
        return new KeyRow(sets, min);
    }

    /// @param places for each place the keys it takes, of `0123456789*#ABCD`
    public static KeyRow of(List<String> places) {
        if (places.isEmpty() || places.size() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "keys: " + places.size() + " places; allowed are 1 to " + LENGTH_MAX);
        }
        return new KeyRow(places.stream().mapToInt(KeyRow::set).toArray(), places.size());
    }

    /// Exactly this key.
    public static KeyRow key(char digit) {
        return new KeyRow(new int[] {1 << known(digit)}, 1);
    }

    /// The keys that match it alone; empty if it wants more than one.
    public String singleKeys() {
        StringBuilder keys = new StringBuilder();
        for (int index = 0; index < KEYS.length() && minLength == 1; index++) {
            if (admits(0, index)) {
                keys.append(KEYS.charAt(index));
            }
        }
        return keys.toString();
    }

    static int index(char digit) {
        return KEYS.indexOf(digit);
    }

    int minLength() {
        return minLength;
    }

    boolean admits(int position, int keyIndex) {
        return position < sets.length && (sets[position] & 1 << keyIndex) != 0;
    }

    /// How many key sequences it stands for, roughly, as a logarithm: the fewer, the more specific.
    double breadth() {
        double breadth = 0;
        for (int set : sets) {
            breadth += Math.log(Integer.bitCount(set));
        }
        return breadth;
    }

    private static int set(String keys) {
        int set = 0;
        for (int at = 0; at < keys.length(); at++) {
            set |= 1 << known(keys.charAt(at));
        }
        if (set == 0) {
            throw new IllegalArgumentException("a place that takes no key");
        }
        return set;
    }

    private static int known(char digit) {
        int index = index(digit);
        if (index < 0) {
            throw new IllegalArgumentException("'" + digit + "' is no key; allowed are " + KEYS);
        }
        return index;
    }
}
