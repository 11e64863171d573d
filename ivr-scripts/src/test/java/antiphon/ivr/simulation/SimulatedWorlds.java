package antiphon.ivr.simulation;

import antiphon.ivr.world.World;

/// Worlds for the tests of other packages.
public final class SimulatedWorlds {
    private SimulatedWorlds() {}

    public static World empty() {
        return new SimWorld();
    }
}
