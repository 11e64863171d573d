package antiphon.bench.load;

import antiphon.bench.sound.Sound;
import java.time.Duration;

/// What one caller does again and again until the run is over. `hz` and `amplitude` are of its own
/// tone, 0 for none; `room` numbers its room, -1 for none; `steady` says that the server owes it a
/// packet every 20 ms.
record Plan(
        String service,
        String uri,
        Sound sound,
        Duration length,
        int room,
        int hz,
        int amplitude,
        boolean steady) {
    /// Longer than any run: the call lasts to the end.
    static final Duration WHOLE_RUN = Duration.ofDays(1);

    static Plan listener(String service, String uri, boolean steady) {
        return new Plan(service, uri, Sound.silence(), WHOLE_RUN, -1, 0, 0, steady);
    }
}
