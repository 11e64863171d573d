package antiphon.ivr.yaml;

import java.util.Locale;

/// Something a person should change: where, what, what is allowed, what was probably meant.
///
/// @param code stable name of the check, such as `F021`; the list is in docs/flow-language.md
public record Problem(Position position, Severity severity, String code, String message) {

    /// An error keeps a file from going live, a warning does not.
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// `flows/main.yaml:17:9: warning F021: key 4 waits 1.5 s …`
    @Override
    public String toString() {
        return position
                + ": "
                + severity.name().toLowerCase(Locale.ROOT)
                + " "
                + code
                + ": "
                + message;
    }
}
