package antiphon.ivr.simulation;

import java.util.Set;

/// The conferences that simulated calls find. Immutable.
///
/// @param locked rooms that take nobody
record SimRooms(Set<String> locked) {
    static final SimRooms OPEN = new SimRooms(Set.of());
}
