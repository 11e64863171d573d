package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The names under `STATE/recordings`.
///
///     incoming/UUID.json   facts: the deposit of UUID is not complete
///     incoming/UUID.wav    being recorded, or broken off
///     ab/UUID.wav          recorded; ab are the first two digits, so that no folder grows without end
final class RecordingFolder {
    private static final String AUDIO = ".wav";
    private static final String FACTS = ".json";

    private final Path root;
    private final Path incoming;

    RecordingFolder(Path stateDir) {
        this.root = stateDir.toAbsolutePath().normalize().resolve("recordings");
        this.incoming = root.resolve("incoming");
    }

    void prepare() throws IOException {
        Folders.createPrivately(root);
        Folders.createPrivately(incoming);
    }

    Path root() {
        return root;
    }

    Path audio(UUID id) {
        String name = id.toString();
        return root.resolve(name.substring(0, 2)).resolve(name + AUDIO);
    }

    Path incomingAudio(UUID id) {
        return incoming.resolve(id + AUDIO);
    }

    Path facts(UUID id) {
        return incoming.resolve(id + FACTS);
    }

    /// Moves the audio to its lasting place; both folders are on disk when this returns.
    void takeIn(UUID id) throws IOException {
        Path target = audio(id);
        Folders.createPrivately(Folders.parent(target));
        Folders.move(incomingAudio(id), target);
    }

    /// Removes whatever there is of a recording; the facts last, which would find the rest again.
    boolean remove(UUID id) throws IOException {
        boolean removed = Folders.deleteDurably(audio(id));
        removed |= Folders.deleteDurably(incomingAudio(id));
        removed |= Folders.deleteDurably(facts(id));
        return removed;
    }

    void removeHalfWritten(UUID id) throws IOException {
        Folders.deleteDurably(incoming.resolve(id + FACTS + Folders.TEMPORARY));
    }

    /// What is in `incoming`, by kind.
    ///
    /// @param halfWritten facts whose writing was interrupted
    record Incoming(
            List<UUID> facts, List<UUID> audio, List<UUID> halfWritten, List<Path> strangers) {}

    Incoming incoming() throws IOException {
        var found =
                new Incoming(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (var files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                Optional<UUID> facts = id(file, FACTS);
                Optional<UUID> audio = id(file, AUDIO);
                facts.ifPresent(found.facts()::add);
                audio.ifPresent(found.audio()::add);
                Optional<UUID> halfWritten = id(file, FACTS + Folders.TEMPORARY);
                halfWritten.ifPresent(found.halfWritten()::add);
                if (facts.isEmpty() && audio.isEmpty() && halfWritten.isEmpty()) {
                    found.strangers().add(file);
                }
            }
        }
        return found;
    }

    /// All audio in its lasting place.
    List<UUID> audio() throws IOException {
        List<UUID> found = new ArrayList<>();
        try (var folders = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            for (Path folder : folders) {
                try (var files = Files.newDirectoryStream(folder)) {
                    files.forEach(file -> id(file, AUDIO).ifPresent(found::add));
                }
            }
        }
        return found;
    }

    private static Optional<UUID> id(Path file, String suffix) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(suffix)) {
            return Optional.empty();
        }
        String digits = name.substring(0, name.length() - suffix.length());
        try {
            UUID id = UUID.fromString(digits);
            return id.toString().equals(digits) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
