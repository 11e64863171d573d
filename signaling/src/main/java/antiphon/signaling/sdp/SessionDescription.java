package antiphon.signaling.sdp;

import java.util.List;

/// A peer's session description, read leniently: what we need of it.
public final class SessionDescription {
    private final List<MediaSection> media;

    SessionDescription(List<MediaSection> media) {
        this.media = List.copyOf(media);
    }

    List<MediaSection> media() {
        return media;
    }
}
