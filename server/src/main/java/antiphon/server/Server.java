package antiphon.server;

import antiphon.server.settings.Settings;

/// x
final class Server implements AutoCloseable {
    static Server start(Settings settings) {
        return new Server();
    }

    String readyLine() {
        return "antiphon ready";
    }

    void drain() {}

    @Override
    public void close() {}
}
