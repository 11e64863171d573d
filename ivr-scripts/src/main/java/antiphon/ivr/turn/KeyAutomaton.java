package antiphon.ivr.turn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Key patterns compiled into one deterministic automaton, so that one look says whether what was
/// typed is complete, can still grow, or is wrong. Immutable; safe for any thread.
///
///     patterns 4, 4XXX     0 ─4─► 1 (accepts "4") ─X─► 2 ─X─► 3 ─X─► 4 (accepts "4XXX")
public final class KeyAutomaton {
    /// States of the largest automaton; more means patterns that no person could have meant.
    static final int STATES_MAX = 10_000;

    static final int DEAD = -1;
    static final int START = 0;

    private static final int KEY_COUNT = KeyRow.KEYS.length();

    private final List<int[]> transitions;
    private final List<Integer> accepts;

    private KeyAutomaton(List<int[]> transitions, List<Integer> accepts) {
        this.transitions = transitions;
        this.accepts = accepts;
    }

    /// @param patterns the place of a pattern in the list is its option. Where two match the same
    ///   keys, the narrower one wins, then the earlier
    public static KeyAutomaton compile(List<KeyRow> patterns) {
        return new Compiler(patterns).compile();
    }

    /// @return the state after that key, or [#DEAD]
    int next(int state, char digit) {
        int key = KeyRow.index(digit);
        return key < 0 ? DEAD : transitions.get(state)[key];
    }

    /// @return the option whose pattern is complete here, or -1
    int accepts(int state) {
        return accepts.get(state);
    }

    /// Whether a further key can still lead anywhere.
    boolean extensible(int state) {
        for (int target : transitions.get(state)) {
            if (target != DEAD) {
                return true;
            }
        }
        return false;
    }

    /// Whether an input may begin with that key.
    boolean beginsWith(char digit) {
        return next(START, digit) != DEAD;
    }

    /// All patterns are straight rows, so a state is: how many keys came, and who is still alive.
    private static final class Compiler {
        private record State(int length, BitSet alive) {}

        private final List<KeyRow> patterns;
        private final Map<State, Integer> numbers = new HashMap<>();
        private final List<State> states = new ArrayList<>();
        private final List<int[]> transitions = new ArrayList<>();
        private final List<Integer> accepts = new ArrayList<>();

        Compiler(List<KeyRow> patterns) {
            this.patterns = patterns;
        }

        KeyAutomaton compile() {
            BitSet all = new BitSet();
            all.set(0, patterns.size());
            number(new State(0, all));
            for (int at = 0; at < states.size(); at++) {
                State state = states.get(at);
                for (int key = 0; key < KEY_COUNT; key++) {
                    BitSet alive = survivors(state, key);
                    if (!alive.isEmpty()) {
                        int target = number(new State(state.length() + 1, alive));
                        transitions.get(at)[key] = target;
                    }
                }
            }
            return new KeyAutomaton(transitions, accepts);
        }

        private BitSet survivors(State state, int key) {
            BitSet alive = new BitSet();
            state.alive().stream()
                    .filter(option -> patterns.get(option).admits(state.length(), key))
                    .forEach(alive::set);
            return alive;
        }

        private int number(State state) {
            Integer known = numbers.get(state);
            if (known != null) {
                return known;
            }
            int number = states.size();
            if (number == STATES_MAX) {
                throw new IllegalArgumentException(
                        "key patterns need more than " + STATES_MAX + " states");
            }
            numbers.put(state, number);
            states.add(state);
            int[] row = new int[KEY_COUNT];
            Arrays.fill(row, DEAD);
            transitions.add(row);
            accepts.add(winner(state));
            return number;
        }

        private int winner(State state) {
            int winner = -1;
            for (int option : state.alive().stream().toArray()) {
                boolean complete = patterns.get(option).minLength() <= state.length();
                if (complete && (winner < 0 || narrower(option, winner))) {
                    winner = option;
                }
            }
            return winner;
        }

        private boolean narrower(int option, int than) {
            return patterns.get(option).breadth() < patterns.get(than).breadth();
        }
    }
}
