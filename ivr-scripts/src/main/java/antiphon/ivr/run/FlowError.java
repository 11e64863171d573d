package antiphon.ivr.run;

import org.jspecify.annotations.Nullable;

/// Something unforeseen in a flow, with its dotted name: `error.prompt`, `error.storage`,
/// `error.limit.loop`, `error.VERB.OUTCOME`.
public final class FlowError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean handled;

    FlowError(String name, String detail) {
        this(name, detail, true, null);
    }

    private FlowError(String name, String detail, boolean handled, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.name = name;
        this.handled = handled;
    }

    static FlowError of(String name, RuntimeException cause) {
        return new FlowError(name, String.valueOf(cause.getMessage()), true, cause);
    }

    /// No handler of a flow sees it: it goes straight to the server's own way.
    FlowError beyondFlows() {
        return new FlowError(name, detail(), false, getCause());
    }

    public String name() {
        return name;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    boolean flowsMayHandle() {
        return handled;
    }
}
