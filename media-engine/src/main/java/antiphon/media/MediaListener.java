package antiphon.media;

/// Receives a session's events. Called on the media thread: must return at once, without blocking.
@FunctionalInterface
public interface MediaListener {
    void on(MediaEvent event);
}
