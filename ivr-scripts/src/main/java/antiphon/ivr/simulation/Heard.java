package antiphon.ivr.simulation;

/// A clip, music class or room that the caller hears or has heard.
final class Heard {
    private final String name;
    private final long startNanos;
    private long endNanos;
    private boolean cut;

    /// @param endNanos [Caller#NEVER] for what has no end of its own
    Heard(String name, long startNanos, long endNanos) {
        this.name = name;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    String name() {
        return name;
    }

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    boolean cut() {
        return cut;
    }

    void cutAt(long nanos) {
        cut = true;
        endNanos = nanos;
    }

    /// `welcome` is heard in `en/welcome`; a name with a slash must match from its end.
    boolean is(String wanted) {
        return name.equals(wanted) || name.endsWith("/" + wanted);
    }
}
