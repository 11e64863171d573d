package antiphon.ivr.expression;

import org.jspecify.annotations.Nullable;

/// What expressions ask the server about: mailboxes, rooms, settings. The run-time implements it;
/// an unchecked exception from any of them fails the expression (`error.expression`), never the
/// server.
public interface Functions {
    /// `mailbox(number).exists`
    boolean mailboxExists(String number);

    /// `mailbox(number).messages`: new and old ones together; 0 if there is no such box.
    long mailboxMessages(String number);

    /// `room(name).exists`: configured, or somebody is in it.
    boolean roomExists(String name);

    /// `room(name).members`: callers in it now; 0 if there is no such room.
    long roomMembers(String name);

    /// `room(name).announces_names`
    boolean roomAnnouncesNames(String name);

    /// `setting(name)`; null if it is not set, which fails the expression.
    @Nullable String setting(String name);
}
