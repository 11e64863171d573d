package antiphon.ivr.simulation;

import antiphon.storage.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mailbox of the simulated world. One thread.
final class SimMailbox {
    /// Wrong PINs that lock the box.
    static final int WRONG_PINS_MAX = 5;

    private final String number;
    private final @Nullable String pin;
    private final List<Message> messages = new ArrayList<>();
    private int wrongPins;

    SimMailbox(String number, @Nullable String pin) {
        this.number = number;
        this.pin = pin;
    }

    String number() {
        return number;
    }

    @Nullable String pin() {
        return pin;
    }

    List<Message> messages() {
        return messages;
    }

    boolean locked() {
        return wrongPins >= WRONG_PINS_MAX;
    }

    void wrongPin() {
        wrongPins++;
    }

    void rightPin() {
        wrongPins = 0;
    }
}
