package antiphon.bench.phone;

import java.io.Serial;

/// A call or request went otherwise than the test wanted; the message says what came. `status` is 0
/// where nothing came.
public final class CallFailed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int status;

    CallFailed(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
