package antiphon.storage;

/// Where a message stands in its box. A deleted one is gone, row and file.
public enum MessageState {
    NEW,
    SAVED
}
