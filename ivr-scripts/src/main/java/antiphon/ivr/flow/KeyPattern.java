package antiphon.ivr.flow;

import java.util.List;

/// A sequence of keys, each place with the keys it takes: `4XXX`, `0`, `star`, `[2-5]9`.
///
/// @param source as the author wrote it
/// @param places for each place its keys, of `0123456789*#`, in that order
public record KeyPattern(String source, List<String> places) {

    /// A pattern may be no longer than the queue of keys (D1).
    public static final int LENGTH_MAX = 64;

    public KeyPattern {
        places = List.copyOf(places);
    }

    public int length() {
        return places.size();
    }

    /// How many different keys it stands for.
    public double choices() {
        double choices = 1;
        for (String place : places) choices *= place.length();
        return choices;
    }

    /// Whether the key fits at this place, counted from 0.
    public boolean takes(int place, char key) {
        return place < places.size() && places.get(place).indexOf(key) >= 0;
    }

    /// Whether `keys`, a few first keys or all, may become this pattern.
    public boolean mayBecome(CharSequence keys) {
        if (keys.length() > places.size()) return false;
        for (int i = 0; i < keys.length(); i++) if (!takes(i, keys.charAt(i))) return false;
        return true;
    }

    /// Whether `keys` are this pattern.
    public boolean matches(CharSequence keys) {
        return keys.length() == places.size() && mayBecome(keys);
    }
}
