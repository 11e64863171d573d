package antiphon.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// What [Recordings#reconcile] found and did.
///
/// @param broughtIn recordings that had no row and have one now
/// @param repaired those among them that were broken off, and whose header was put right
/// @param removedEmpty broken-off recordings shorter than the shortest message
/// @param removedDeleted files of deleted messages that were still there
/// @param rowsWithoutFile messages whose audio is missing
/// @param unclaimed files kept and left alone: no facts, unreadable facts or audio, or no such
///   mailbox
public record ReconcileReport(
        int broughtIn,
        int repaired,
        int removedEmpty,
        int removedDeleted,
        List<UUID> rowsWithoutFile,
        List<Path> unclaimed) {}
