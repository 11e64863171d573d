package antiphon.media;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The media loops and everything that lives on them. Safe for any thread.
public interface MediaEngine extends AutoCloseable {

    /// Starts the loops.
    ///
    /// @throws IllegalArgumentException if a setting is out of its range
    static MediaEngine start(MediaSettings settings) {
        return Engine.start(settings);
    }

    /// Binds an RTP/RTCP port pair; nothing is sent before [MediaSession#connect].
    ///
    /// @throws PortsExhausted if no pair is free
    MediaSession open(MediaListener listener);

    /// Whether a session could send to that address: its sockets are of one family unless they are
    /// bound to `::`.
    boolean reaches(InetAddress peer);

    /// The conference of that name, made on first use.
    Conference conference(String name);

    /// The conference of that name if it has members.
    Optional<Conference> findConference(String name);

    List<Conference> conferences();

    /// Sets the tracks of a music class; listeners change over at the next frame. Without tracks
    /// there is no such class any more; who listens to it goes on hearing it.
    void publishMusic(String musicClass, List<AudioClip> tracks);

    List<String> musicClasses();

    EngineStats stats();

    /// Closes all sessions and ends the loops.
    @Override
    void close();
}
