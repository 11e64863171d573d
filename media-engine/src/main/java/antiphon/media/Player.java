package antiphon.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a session plays: clips one after the other, or music. Owned by the media thread.
final class Player {
    private static final List<AudioClip> NOTHING = List.of();

    private List<AudioClip> clips = NOTHING;
    private int clip;
    private int frame;
    private long playback;
    private boolean bargeIn;
    private boolean playing;
    private @Nullable Music music;

    void play(long playback, List<AudioClip> clips, boolean bargeIn) {
        music = null;
        this.clips = clips;
        this.playback = playback;
        this.bargeIn = bargeIn;
        clip = 0;
        frame = 0;
        playing = true;
    }

    void playMusic(Music music) {
        this.music = music;
    }

    /// Whether clips are playing, so that their end has to be reported.
    boolean playing() {
        return playing;
    }

    boolean bargeIn() {
        return playing && bargeIn;
    }

    boolean musicPlaying() {
        return music != null;
    }

    /// Copies the next frame's payload.
    ///
    /// @return its length, or 0 if nothing plays
    int next(Codec codec, long frameIndex, byte[] packet, int offset) {
        if (!playing) {
            return music == null ? 0 : music.copy(codec, frameIndex, packet, offset);
        }
        while (clip < clips.size()) {
            EncodedFrames frames = clips.get(clip).encoded(codec);
            if (frames != null && frame < frames.count()) {
                return frames.copy(frame++, packet, offset);
            }
            clip++;
            frame = 0;
        }
        return 0;
    }

    /// Whether the last frame of the last clip has been taken.
    boolean finished(Codec codec) {
        if (!playing) {
            return false;
        }
        while (clip < clips.size()) {
            EncodedFrames frames = clips.get(clip).encoded(codec);
            if (frames != null && frame < frames.count()) {
                return false;
            }
            clip++;
            frame = 0;
        }
        return true;
    }

    /// Ends the clips.
    MediaEvent.PlaybackFinished end(boolean completed) {
        playing = false;
        clips = NOTHING;
        return new MediaEvent.PlaybackFinished(playback, completed, clip);
    }

    void stopMusic() {
        music = null;
    }
}
