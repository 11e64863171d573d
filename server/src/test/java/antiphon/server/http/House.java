package antiphon.server.http;

import antiphon.ivr.CallApplication;
import antiphon.ivr.FlowLibrary;
import antiphon.ivr.FlowStore;
import antiphon.ivr.prompt.MusicCatalogue;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.world.StoredWorld;
import antiphon.media.MediaEngine;
import antiphon.media.MediaSettings;
import antiphon.server.audio.AudioImport;
import antiphon.server.settings.Settings;
import antiphon.signaling.SipServer;
import antiphon.signaling.SipSettings;
import antiphon.storage.Storage;
import antiphon.storage.StorageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All real parts behind the administrator's interface, on ports of their own.
final class House implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int RTP_PORT_MIN = 46000;
    private static final int RTP_PORT_MAX = 46099;

    final Storage storage;
    final MediaEngine media;
    final SipServer sip;
    final AdminHttp http;
    final String token;
    final Client client;

    /// Every registered handler as `GET /path/{parameter}`.
    final List<String> endpoints = new ArrayList<>();

    House(Path state) throws IOException {
        storage = Storage.open(new StorageSettings(state, null));
        media =
                MediaEngine.start(
                        new MediaSettings(
                                LOOPBACK, RTP_PORT_MIN, RTP_PORT_MAX, 1, Duration.ofMinutes(1)));
        PromptCatalogue prompts = PromptCatalogue.open(state);
        MusicCatalogue music = MusicCatalogue.open(state, media::publishMusic);
        var world =
                new StoredWorld(storage, media, state.resolve("scratch"), Map.of(), (_, _) -> {});
        FlowLibrary flows = FlowLibrary.open(prompts, world, FlowStore.of(storage.flows()));
        var calls =
                new CallApplication(
                        flows::current,
                        world,
                        Settings.read(null, Map.of()).routes(),
                        RunLimits.DEFAULT);
        sip = SipServer.start(SipSettings.of(LOOPBACK, 0), media, calls);
        var parts =
                new AdminParts(
                        storage,
                        media,
                        sip,
                        flows,
                        prompts,
                        music,
                        new AudioImport(state),
                        state.resolve("uploads"),
                        new HealthRoutes(List.of()),
                        () -> "");
        AdminToken adminToken = AdminToken.in(state);
        token = Files.readString(state.resolve("admin-token"));
        http =
                AdminHttp.start(
                        settings(),
                        adminToken,
                        parts.routes(settings().uploadBytesMax()),
                        added ->
                                endpoints.add(
                                        added.getHttpMethod()
                                                + " "
                                                + added.getPath()
                                                        .replace('<', '{')
                                                        .replace('>', '}')));
        client = new Client(http.uri(), token);
    }

    static Settings.Http settings() {
        return new Settings.Http(LOOPBACK, 0, 1 << 20, Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        client.close();
        http.close();
        sip.close();
        media.close();
        storage.close();
    }
}
