package antiphon.signaling;

import antiphon.media.Codec;
import antiphon.media.SessionStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call as it is at one moment, for people who look on.
///
/// @param id unique, a UUID in text form
/// @param caller number of the trusted identity or From
/// @param called user part of To
/// @param answeredAt null while ringing
/// @param codec null until media is agreed
/// @param media null until media is agreed
public record CallView(
        String id,
        String sipCallId,
        String caller,
        String called,
        String requestUri,
        String source,
        State state,
        @Nullable Codec codec,
        Instant startedAt,
        @Nullable Instant answeredAt,
        @Nullable SessionStats media) {

    public enum State {
        RINGING,
        ANSWERED,
        /// The peer does not want to hear us.
        HELD,
        ENDED
    }
}
