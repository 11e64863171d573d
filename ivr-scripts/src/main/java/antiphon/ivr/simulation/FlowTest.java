package antiphon.ivr.simulation;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.yaml.Position;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One test of a flow, as its file says it.
///
/// @param at the caller's date and time, in the flow's time zone
/// @param from the caller's number
/// @param headers by lower-case name
/// @param strict a prompt that is not listed is a fault
record FlowTest(
        String name,
        LocalDateTime at,
        String from,
        Map<String, List<String>> headers,
        boolean strict,
        With with,
        Callers callers,
        Position position) {

    /// What the call finds.
    ///
    /// @param music classes besides the shipped one
    record With(
            List<Box> mailboxes,
            List<Room> rooms,
            Map<String, String> settings,
            List<String> music,
            boolean diskFull) {
        static final With NOTHING = new With(List.of(), List.of(), Map.of(), List.of(), false);

        SimWorld world(FlowTest test) {
            SimWorld world = new SimWorld();
            var since = test.at().toInstant(ZoneOffset.UTC);
            mailboxes.forEach(box ->
                    world.add(
                            box.number(),
                            box.pin().orElse(null),
                            box.messages(),
                            box.saved(),
                            since));
            rooms.forEach(room -> world.addRoom(room.name(), room.locked(), room.full()));
            settings.forEach(world::set);
            music.forEach(world::addMusic);
            if (diskFull) {
                world.fillDisk();
            }
            return world;
        }
    }

    /// @param messages new ones in it
    /// @param saved old ones in it
    record Box(String number, Optional<String> pin, int messages, int saved) {}

    record Room(String name, boolean locked, boolean full) {}

    /// Who calls.
    sealed interface Callers {
        record Script(List<ScriptStep> steps) implements Callers {}

        /// @param always holds after each of the calls
        record Monkeys(
                int calls,
                long seed,
                MonkeyCaller.Habits habits,
                Optional<Expression> always,
                Position position)
                implements Callers {}
    }
}
