package antiphon.ivr.simulation;

import antiphon.ivr.world.World;
import java.time.Instant;

/// Worlds for the tests of other packages.
public final class SimulatedWorlds {
    private SimulatedWorlds() {}

    public static World empty() {
        return new SimWorld();
    }

    public static World withMailbox(String number) {
        SimWorld world = new SimWorld();
        world.add(number, "2580", 0, 0, Instant.EPOCH);
        return world;
    }
}
