package antiphon.media;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The rooms that have members, by name. A room is put in and taken out by its own loop only; any
/// thread may look.
final class RoomDirectory {
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();

    @Nullable Room find(String name) {
        return rooms.get(name);
    }

    void opened(Room room) {
        rooms.put(room.name, room);
    }

    void closed(Room room) {
        rooms.remove(room.name, room);
    }

    List<String> names() {
        return List.copyOf(rooms.keySet());
    }

    int count() {
        return rooms.size();
    }
}
