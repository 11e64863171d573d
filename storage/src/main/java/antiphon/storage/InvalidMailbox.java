package antiphon.storage;

/// A value that a mailbox cannot have. PINs are never in the message.
public final class InvalidMailbox extends RuntimeException {
    private final String field;
    private final String allowed;

    InvalidMailbox(String field, String value, String allowed) {
        super("mailbox " + field + " " + value + " is not allowed: " + allowed);
        this.field = field;
        this.allowed = allowed;
    }

    /// The field by its name in the API: `number`, `pin`, `name` or `language`.
    public String field() {
        return field;
    }

    /// What the field may be, in words.
    public String allowed() {
        return allowed;
    }
}
