package antiphon.storage;

import java.time.Instant;

/// One version of a flow; versions count from 1 and never change.
public record FlowText(String name, int version, String text, Instant savedAt) {}
