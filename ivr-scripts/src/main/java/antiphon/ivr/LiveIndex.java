package antiphon.ivr;

import antiphon.ivr.flow.WorldIndex;
import antiphon.ivr.world.World;
import antiphon.storage.StorageUnavailable;

/// The world as the checker of flows sees it. Safe for any thread.
final class LiveIndex implements WorldIndex {
    private final World world;

    LiveIndex(World world) {
        this.world = world;
    }

    @Override
    public boolean mailboxExists(String number) {
        try {
            return world.mailboxExists(number);
        } catch (StorageUnavailable _) {
            return true; // Nobody can tell now: no reason to warn.
        }
    }

    @Override
    public boolean roomExists(String name) {
        return true; // Rooms are made on first use.
    }

    @Override
    public boolean musicExists(String musicClass) {
        return world.musicExists(musicClass);
    }

    @Override
    public boolean settingExists(String name) {
        return world.setting(name) != null;
    }
}
