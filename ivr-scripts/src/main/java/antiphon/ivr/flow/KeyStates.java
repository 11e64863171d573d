package antiphon.ivr.flow;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Counts the states of the automaton that patterns of keys become. Patterns that overlap in every
/// way double it with each place.
final class KeyStates {
    private KeyStates() {}

    /// After `length` keys these patterns can still match.
    private record State(int length, BitSet alive) {}

    /// @return whether there are at most `limit` states
    static boolean atMost(int limit, List<KeyPattern> patterns) {
        BitSet all = new BitSet();
        all.set(0, patterns.size());
        Set<State> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>(List.of(new State(0, all)));
        while (!open.isEmpty()) {
            State state = open.pop();
            for (int i = 0; i < KeyReader.ALL.length(); i++) {
                State next = next(state, KeyReader.ALL.charAt(i), patterns);
                if (!next.alive().isEmpty() && seen.add(next)) open.push(next);
            }
            if (seen.size() > limit) return false;
        }
        return true;
    }

    private static State next(State state, char key, List<KeyPattern> patterns) {
        BitSet alive = new BitSet();
        state.alive().stream()
                .filter(pattern -> patterns.get(pattern).takes(state.length(), key))
                .forEach(alive::set);
        return new State(state.length() + 1, alive);
    }
}
