package antiphon.ivr.world;

import antiphon.storage.DepositResult;
import java.nio.file.Path;

/// A message that is being recorded. Ends with exactly one of [#finish] and [#discard].
public interface Deposit {
    /// Where to record; does not exist yet.
    Path audio();

    /// Takes over the closed file. Never throws because the database is down.
    ///
    /// @param ending why the recording ended, in a word
    DepositResult finish(long durationMillis, String ending);

    /// Nothing worth keeping was said.
    void discard();
}
