package antiphon.server;

import antiphon.ivr.CallApplication;
import antiphon.ivr.FlowLibrary;
import antiphon.ivr.FlowStore;
import antiphon.ivr.prompt.MusicCatalogue;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.world.StoredWorld;
import antiphon.ivr.world.World;
import antiphon.media.MediaEngine;
import antiphon.media.MediaSettings;
import antiphon.server.audio.AudioImport;
import antiphon.server.http.AdminHttp;
import antiphon.server.http.AdminParts;
import antiphon.server.http.AdminToken;
import antiphon.server.http.HealthRoutes;
import antiphon.server.http.HealthRoutes.Part;
import antiphon.server.metrics.Metrics;
import antiphon.server.settings.Settings;
import antiphon.signaling.SipServer;
import antiphon.signaling.SipSettings;
import antiphon.storage.Storage;
import antiphon.storage.StorageSettings;
import antiphon.storage.StorageUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition root: every part is made here, in the order in which they need one another, and
/// closed in reverse.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Settings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SipServer sip;
    private final AdminHttp http;
    private final AudioImport imports;
    private volatile boolean draining;

    /// @throws StartFailure with one line that says what cannot start, where and what is needed
    public static Server start(Settings settings) {
        return new Server(settings);
    }

    @SuppressWarnings("ThisEscapesInObjectConstruction") // the parts ask it only once it is made
    private Server(Settings settings) {
        this.settings = settings;
        try {
            Path state = StateFolder.open(settings.stateDir());
            Metrics metrics = own(new Metrics());
            Storage storage = own(openStorage(settings));
            PromptCatalogue prompts = PromptCatalogue.open(state);
            MediaEngine media = own(startMedia(settings));
            MusicCatalogue music = MusicCatalogue.open(state, media::publishMusic);
            var world =
                    new StoredWorld(
                            storage,
                            media,
                            state.resolve("scratch"),
                            settings.flowSettings(),
                            metrics::promptMissing);
            FlowLibrary flows = openFlows(prompts, world, storage);
            var calls =
                    new CallApplication(
                            flows::current, world, settings.routes(), RunLimits.DEFAULT);
            imports = new AudioImport(state);
            var journal = new CallJournal(storage.callRecords(), metrics);
            sip = own(startSip(settings, media, calls, journal));
            metrics.storage(storage::available, storage.callRecords()::dropped);
            storage.onMessageStored(_ -> metrics.messageStored());
            metrics.media(media::stats);
            metrics.sip(sip::stats);
            var parts =
                    new AdminParts(
                            storage,
                            media,
                            sip,
                            flows,
                            prompts,
                            music,
                            imports,
                            state.resolve("uploads"),
                            health(storage, media),
                            metrics::scrape);
            http = own(startHttp(settings, state, parts));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        opened.push(part);
        return part;
    }

    private static Storage openStorage(Settings settings) {
        try {
            return Storage.open(
                    new StorageSettings(settings.stateDir(), settings.database().urlWithUser()));
        } catch (StorageUnavailable e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static MediaEngine startMedia(Settings settings) {
        try {
            return MediaEngine.start(
                    new MediaSettings(
                            settings.sip().address(),
                            settings.rtp().ports().min(),
                            settings.rtp().ports().max(),
                            settings.rtp().loops(),
                            settings.rtp().mediaTimeout(),
                            settings.rtp().holdTimeout()));
        } catch (IllegalArgumentException e) {
            throw new StartFailure("media cannot start (rtp): " + e.getMessage(), e);
        }
    }

    private static FlowLibrary openFlows(PromptCatalogue prompts, World world, Storage storage) {
        try {
            return FlowLibrary.open(prompts, world, FlowStore.of(storage.flows()));
        } catch (StorageUnavailable e) {
            throw new StartFailure("flows cannot be read: " + e.getMessage(), e);
        }
    }

    private static SipServer startSip(
            Settings settings, MediaEngine media, CallApplication calls, CallJournal journal) {
        Settings.Sip sip = settings.sip();
        var sipSettings =
                SipSettings.of(sip.address(), sip.port())
                        .withTrusted(sip.trusted())
                        .withCallsMax(sip.callsMax())
                        .withMediaAddress(settings.rtp().advertised());
        try {
            return SipServer.start(sipSettings, media, calls, journal);
        } catch (UncheckedIOException e) {
            throw new StartFailure(
                    "SIP cannot use port %d on %s (sip.port, sip.address): %s"
                            .formatted(sip.port(), sip.address().getHostAddress(), cause(e)),
                    e);
        }
    }

    private static AdminHttp startHttp(Settings settings, Path state, AdminParts parts) {
        Settings.Http http = settings.http();
        try {
            return AdminHttp.start(http, AdminToken.in(state), parts);
        } catch (IOException e) {
            throw new StartFailure(
                    "the administrator's console cannot use port %d on %s (http.port, http.address): %s"
                            .formatted(
                                    http.port(), http.address().getHostAddress(), e.getMessage()),
                    e);
        }
    }

    private HealthRoutes health(Storage storage, MediaEngine media) {
        var watch = new MediaWatch();
        return new HealthRoutes(
                List.of(
                        new Part(
                                "storage",
                                () -> storage.available() ? "" : "the database does not answer"),
                        new Part("sip", () -> draining ? "the server is shutting down" : ""),
                        new Part(
                                "media",
                                () -> watch.problem(media.stats().ticks(), System.nanoTime()))));
    }

    private static String cause(UncheckedIOException e) {
        IOException cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /// Tells people and programs where everything is.
    public String readyLine() {
        String host = settings.sip().address().getHostAddress();
        return "antiphon ready: SIP %s:%d (UDP, TCP), admin %s, state folder %s"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : host,
                        sip.port(),
                        http.uri(),
                        settings.stateDir());
    }

    /// Makes the first upload as fast as the next ones; returns at once.
    void prepareUploads() {
        Thread.ofVirtual()
                .name("prepare-uploads")
                .start(() -> {
                    try {
                        imports.prepare();
                    } catch (IOException e) {
                        LOG.error("audio cannot be uploaded: {}", e.getMessage());
                    }
                });
    }

    public int sipPort() {
        return sip.port();
    }

    public URI adminUri() {
        return http.uri();
    }

    /// Takes no new calls, and gives those there are the time of `shutdown.drain`.
    public void drain() {
        draining = true;
        sip.drain(settings.drain());
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close properly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
