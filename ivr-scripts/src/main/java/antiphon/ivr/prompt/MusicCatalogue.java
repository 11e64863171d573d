package antiphon.ivr.prompt;

import antiphon.media.AudioClip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Music classes and their tracks: uploaded ones in `STATE/moh/CLASS/TRACK.wav`, played in the
/// order of their names. The music that we ship plays while its class has no track of its own.
///
/// Safe for any thread. Every change is handed to the publisher, which is the media engine:
/// listeners change over at the next frame.
public final class MusicCatalogue {
    /// Ten minutes of 16 kHz with room for the header.
    static final int FILE_BYTES_MAX = 20_000_000;

    /// Tracks are kept decoded in memory: three hours are 350 MB at 16 kHz.
    static final long TOTAL_MILLIS_MAX = 3 * 3_600_000L;

    private static final Logger log = LoggerFactory.getLogger(MusicCatalogue.class);

    private final Path folder;
    private final BiConsumer<String, List<AudioClip>> publisher;
    private final Map<String, List<AudioClip>> shipped;
    private final Object changing = new Object();
    private volatile Map<String, SortedMap<String, AudioClip>> uploaded;

    private MusicCatalogue(Path folder, BiConsumer<String, List<AudioClip>> publisher) {
        this.folder = folder;
        this.publisher = publisher;
        shipped = ShippedAudio.music();
        uploaded = load();
    }

    /// Reads and publishes all classes.
    ///
    /// @param publisher `mediaEngine::publishMusic`
    public static MusicCatalogue open(
            Path stateFolder, BiConsumer<String, List<AudioClip>> publisher) {
        MusicCatalogue catalogue = new MusicCatalogue(stateFolder.resolve("moh"), publisher);
        catalogue.classes().forEach(catalogue::publish);
        return catalogue;
    }

    public SortedSet<String> classes() {
        SortedSet<String> classes = new TreeSet<>(shipped.keySet());
        classes.addAll(uploaded.keySet());
        return classes;
    }

    /// What listeners of this class hear, in order; empty if there is no such class.
    public List<AudioClip> tracks(String musicClass) {
        SortedMap<String, AudioClip> own = uploaded.get(musicClass);
        return own == null
                ? shipped.getOrDefault(musicClass, List.of())
                : List.copyOf(own.values());
    }

    /// Names of the uploaded tracks of a class, in the order they play.
    public List<String> uploadedTracks(String musicClass) {
        SortedMap<String, AudioClip> own = uploaded.get(musicClass);
        return own == null ? List.of() : List.copyOf(own.keySet());
    }

    /// The WAV file of an uploaded track; the caller closes it.
    public Optional<InputStream> openAudio(String musicClass, String track) throws IOException {
        SortedMap<String, AudioClip> own = uploaded.get(musicClass);
        return own == null || !own.containsKey(track)
                ? Optional.empty()
                : Optional.of(Files.newInputStream(file(musicClass, track)));
    }

    /// Adds or replaces a track: on return it is on disk for good and published.
    ///
    /// @param wav PCM, 16 bit, as the audio import writes it; it is copied
    /// @throws PromptRefused if a name is not allowed, the file is not such a WAV, or there is no
    ///   room
    public AudioClip put(String musicClass, String track, Path wav) throws IOException {
        Names.name("music class", musicClass);
        Names.name("track", track);
        synchronized (changing) {
            if (Files.size(wav) > FILE_BYTES_MAX) {
                throw new PromptRefused(
                        "%s/%s: %,d bytes of audio, allowed are %,d"
                                .formatted(musicClass, track, Files.size(wav), FILE_BYTES_MAX));
            }
            byte[] content = DurableFile.readAtMost(wav, FILE_BYTES_MAX);
            AudioClip clip = decode(musicClass, track, content);
            refuseTooMuch(musicClass, track, clip);
            DurableFile.write(file(musicClass, track), content);
            Map<String, SortedMap<String, AudioClip>> changed = new HashMap<>(uploaded);
            SortedMap<String, AudioClip> tracks =
                    new TreeMap<>(changed.getOrDefault(musicClass, new TreeMap<>()));
            tracks.put(track, clip);
            changed.put(musicClass, tracks);
            uploaded = Map.copyOf(changed);
            publish(musicClass);
            return clip;
        }
    }

    /// @return false if there is no such uploaded track
    public boolean remove(String musicClass, String track) throws IOException {
        Names.name("music class", musicClass);
        Names.name("track", track);
        synchronized (changing) {
            boolean removed = DurableFile.delete(file(musicClass, track));
            Map<String, SortedMap<String, AudioClip>> changed = new HashMap<>(uploaded);
            SortedMap<String, AudioClip> tracks =
                    new TreeMap<>(changed.getOrDefault(musicClass, new TreeMap<>()));
            tracks.remove(track);
            if (tracks.isEmpty()) {
                changed.remove(musicClass);
            } else {
                changed.put(musicClass, tracks);
            }
            uploaded = Map.copyOf(changed);
            publish(musicClass);
            return removed;
        }
    }

    private void publish(String musicClass) {
        publisher.accept(musicClass, tracks(musicClass));
    }

    private void refuseTooMuch(String musicClass, String track, AudioClip clip) {
        long others = clip.durationMillis();
        for (var tracks : uploaded.entrySet()) {
            for (var other : tracks.getValue().entrySet()) {
                boolean replaced =
                        tracks.getKey().equals(musicClass) && other.getKey().equals(track);
                others += replaced ? 0 : other.getValue().durationMillis();
            }
        }
        if (others > TOTAL_MILLIS_MAX) {
            throw new PromptRefused(
                    "%s/%s: no room, all uploaded music together may last %d minutes; remove some"
                            .formatted(musicClass, track, TOTAL_MILLIS_MAX / 60_000));
        }
    }

    private Map<String, SortedMap<String, AudioClip>> load() {
        Map<String, SortedMap<String, AudioClip>> classes = new HashMap<>();
        for (Path file : AudioFiles.under(folder, 2)) {
            try {
                Path relative = folder.relativize(file);
                String musicClass = Names.name("music class", relative.getName(0).toString());
                String name = relative.getName(1).toString();
                String track =
                        Names.name("track", name.substring(0, name.length() - ".wav".length()));
                AudioClip clip =
                        decode(musicClass, track, DurableFile.readAtMost(file, FILE_BYTES_MAX));
                classes.computeIfAbsent(musicClass, _ -> new TreeMap<>()).put(track, clip);
            } catch (IOException | RuntimeException e) {
                log.warn("music {} left out: {}", file, e.getMessage());
            }
        }
        return Map.copyOf(classes);
    }

    private Path file(String musicClass, String track) {
        return folder.resolve(musicClass).resolve(track + ".wav");
    }

    private static AudioClip decode(String musicClass, String track, byte[] content) {
        String name = "moh/" + musicClass + "/" + track;
        try {
            return AudioClip.readWav(name, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new PromptRefused(name + ": " + e.getMessage());
        }
    }
}
