package antiphon.storage;

import java.util.List;
import java.util.Optional;

/// The mailboxes. Safe for any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class Mailboxes {
    /// The mailbox, or as it was last known while the database is down, so that deposits go on.
    public Optional<Mailbox> find(String number) {
        throw new UnsupportedOperationException();
    }

    /// All, by number.
    public List<Mailbox> list() {
        throw new UnsupportedOperationException();
    }

    /// @throws InvalidMailbox for a value that is not allowed
    /// @throws MailboxExists for a number that is taken
    public Mailbox create(NewMailbox wanted) {
        throw new UnsupportedOperationException();
    }

    /// The mailbox after the change; empty if there is none.
    public Optional<Mailbox> update(String number, MailboxChange change) {
        throw new UnsupportedOperationException();
    }

    /// Removes the box with its messages and their files; false if there is none.
    public boolean delete(String number) {
        throw new UnsupportedOperationException();
    }

    /// Checks a PIN given by a caller; wrong ones count across calls and lock the box for a while.
    public PinVerdict verifyPin(String number, char[] pin) {
        throw new UnsupportedOperationException();
    }
}
