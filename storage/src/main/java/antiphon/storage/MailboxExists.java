package antiphon.storage;

/// A mailbox with this number is there already.
public final class MailboxExists extends RuntimeException {
    private final String number;

    MailboxExists(String number) {
        super("mailbox " + number + " exists already");
        this.number = number;
    }

    public String number() {
        return number;
    }
}
