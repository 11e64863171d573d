package antiphon.ivr.voicemail;

import antiphon.ivr.turn.KeyRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a message is left.
///
/// @param max the recording ends
/// @param min shorter is empty
/// @param silence so much of it ends the recording; zero: silence does not
/// @param endKey ends the recording
/// @param review 1 listen, 2 again, 3 or hang-up: keep
/// @param keys leave the greeting, and the recording if they are a single key
/// @param bargeIn whether a key cuts the greeting
public record DepositTerms(
        Duration max,
        Duration min,
        Duration silence,
        Optional<Character> endKey,
        boolean review,
        List<KeyRow> keys,
        boolean bargeIn) {

    public DepositTerms {
        keys = List.copyOf(keys);
    }
}
