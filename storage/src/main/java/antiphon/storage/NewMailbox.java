package antiphon.storage;

import org.jspecify.annotations.Nullable;

/// A mailbox to be made.
///
/// @param number 1 to 32 of `[A-Za-z0-9._-]`
/// @param pin 4 to 12 digits; null: no PIN, so that the box cannot be listened to by phone
/// @param language a language tag such as `en` or `de-AT`; null: `en`
public record NewMailbox(
        String number, @Nullable String pin, @Nullable String name, @Nullable String language) {}
