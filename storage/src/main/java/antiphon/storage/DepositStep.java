package antiphon.storage;

import java.util.function.Consumer;

/// The points at which the server may die on the road of a message. Tests stop it after each.
enum DepositStep {
    FACTS_WRITTEN,
    END_NOTED,
    AUDIO_SYNCED,
    AUDIO_MOVED,
    ROW_COMMITTED,
    FACTS_REMOVED,
    /// And on the way out: the row is gone, the file is noted as one to be removed.
    ROW_DELETED,
    FILES_REMOVED,
    REMOVAL_FORGOTTEN;

    /// Production does nothing here.
    static final Consumer<DepositStep> UNOBSERVED = _ -> {};
}
