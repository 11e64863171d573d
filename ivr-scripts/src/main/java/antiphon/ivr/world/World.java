package antiphon.ivr.world;

import antiphon.ivr.expression.Functions;
import antiphon.media.AudioClip;
import antiphon.storage.Mailbox;
import antiphon.storage.Message;
import antiphon.storage.PinVerdict;
import antiphon.storage.RecordingFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What calls find on this server: mailboxes, rooms, music, settings. Safe for any thread. Methods
/// throw [antiphon.storage.StorageUnavailable] while the database is down, unless they say
/// otherwise.
public interface World extends Functions {

    /// The mailbox, or as it was last known while the database is down.
    Optional<Mailbox> mailbox(String number);

    /// Wrong PINs count across calls.
    PinVerdict verifyMailboxPin(String number, char[] pin);

    /// All messages of a box, oldest first.
    List<Message> messages(String mailbox);

    /// Marks a message as heard and kept; false if it is gone.
    boolean save(Message message);

    /// Removes a message for good; false if it is gone.
    boolean delete(Message message);

    /// Begins a message; goes on while the database is down.
    ///
    /// @return empty when nothing can be recorded: the disk is full
    Optional<Deposit> deposit(RecordingFacts facts);

    boolean musicExists(String musicClass);

    /// A file, not existing yet, for a recording that lives as long as its call.
    ///
    /// @return empty when nothing can be recorded
    Optional<Path> scratchRecording();

    /// A finished recording; empty when it cannot be read.
    Optional<AudioClip> readRecording(Path file);

    void deleteScratch(Path file);

    /// Counts a prompt that should have been heard and does not exist.
    void promptMissing(String language, String id);
}
