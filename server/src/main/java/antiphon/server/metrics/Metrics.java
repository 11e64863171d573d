package antiphon.server.metrics;

import antiphon.media.EngineStats;
import antiphon.signaling.CallListener;
import antiphon.signaling.CallView;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.SipStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Prometheus reads. The figures of media and SIP are taken once for each reading, so that
/// they belong together. Safe for any thread.
public final class Metrics implements CallListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter messagesStored =
            Counter.builder("antiphon.voicemail.messages.stored").register(registry);
    private final Counter promptsMissing =
            Counter.builder("antiphon.prompts.missing").register(registry);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private @Nullable Supplier<EngineStats> mediaSource;
    private @Nullable Supplier<SipStats> sipSource;
    private @Nullable EngineStats media;
    private @Nullable SipStats sip;

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    public void storage(BooleanSupplier available, LongSupplier callRecordsDropped) {
        Gauge.builder("antiphon.storage.available", () -> available.getAsBoolean() ? 1 : 0)
                .description("1 while the database answers")
                .register(registry);
        FunctionCounter.builder(
                        "antiphon.storage.call.records.dropped",
                        callRecordsDropped,
                        LongSupplier::getAsLong)
                .description("Call records lost while the database was down")
                .register(registry);
    }

    /// A caller did not hear what a flow wanted to say.
    public void promptMissing(String language, String id) {
        LOG.warn("prompt {} is missing in {}", id, language);
        promptsMissing.increment();
    }

    public void messageStored() {
        messagesStored.increment();
    }

    /// Reads the media engine at each scrape.
    public synchronized void media(Supplier<EngineStats> source) {
        mediaSource = source;
        gauge("antiphon.media.sessions", "RTP sessions now", EngineStats::sessions);
        gauge("antiphon.media.conferences", "Rooms now", EngineStats::conferences);
        counter("antiphon.media.packets.received", "", EngineStats::packetsReceived);
        counter("antiphon.media.packets.sent", "", EngineStats::packetsSent);
        counter(
                "antiphon.media.packets.rejected",
                "Datagrams that were no valid RTP of their session's source",
                EngineStats::rejectedPackets);
        counter("antiphon.media.ticks", "Slots of 5 ms served by all loops", EngineStats::ticks);
        counter(
                "antiphon.media.ticks.late",
                "Slots done more than 5 ms after their time",
                EngineStats::lateTicks);
        lateness("antiphon.media.lateness.p99", EngineStats::latenessP99Micros);
        lateness("antiphon.media.lateness.max", EngineStats::latenessMaxMicros);
    }

    /// Reads the SIP front end at each scrape.
    public synchronized void sip(Supplier<SipStats> source) {
        sipSource = source;
        sip = source.get();
        sipGauge("antiphon.calls", "Calls now", SipStats::callsNow);
        sipCounter("antiphon.calls.taken", "Calls taken since the start", SipStats::callsTotal);
        sipCounter(
                "antiphon.sip.untrusted",
                "Messages of untrusted sources",
                SipStats::rejectedUntrusted);
        sipCounter(
                "antiphon.sip.shed", "Datagrams dropped under overload", SipStats::shedDatagrams);
        sipCounter(
                "antiphon.sip.oversize",
                "Messages longer than allowed",
                SipStats::oversizeMessages);
        sipCounter("antiphon.sip.parse.errors", "Messages that were no SIP", SipStats::parseErrors);
        sipCounter("antiphon.sip.stack.errors", "Failures inside the stack", SipStats::stackErrors);
        sipGauge("antiphon.sip.transactions.server", "", SipStats::serverTransactions);
        sipGauge("antiphon.sip.transactions.client", "", SipStats::clientTransactions);
        sipGauge("antiphon.sip.dialogs", "", SipStats::dialogs);
        sipGauge("antiphon.sip.connections", "TCP connections now", SipStats::tcpConnections);
        sipGauge("antiphon.sip.queue", "Datagrams waiting", SipStats::queueDepth);
        for (String method : sip.requests().keySet()) {
            FunctionCounter.builder("antiphon.sip.requests", this, m -> m.requests(method))
                    .tag("method", method)
                    .register(registry);
        }
        for (String status : sip.responses().keySet()) {
            FunctionCounter.builder("antiphon.sip.responses", this, m -> m.responses(status))
                    .tag("status", status)
                    .register(registry);
        }
    }

    /// Counts ended calls by cause and by the final answer to the INVITE.
    @Override
    public void callEnded(CallView call, HangUpCause cause, int status, Instant endedAt) {
        registry.counter(
                        "antiphon.calls.ended",
                        "cause",
                        cause.name().toLowerCase(Locale.ROOT),
                        "status",
                        status / 100 + "xx")
                .increment();
    }

    /// Everything, in Prometheus text form.
    public synchronized String scrape() {
        if (mediaSource != null) media = mediaSource.get();
        if (sipSource != null) sip = sipSource.get();
        return registry.scrape();
    }

    private void gauge(String name, String description, ToDoubleFunction<EngineStats> value) {
        Gauge.builder(name, this, metrics -> metrics.ofMedia(value))
                .description(description)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<EngineStats> value) {
        FunctionCounter.builder(name, this, metrics -> metrics.ofMedia(value))
                .description(description)
                .register(registry);
    }

    private void lateness(String name, ToDoubleFunction<EngineStats> micros) {
        TimeGauge.builder(name, this, TimeUnit.MICROSECONDS, metrics -> metrics.ofMedia(micros))
                .description("How late frames left in the last minute")
                .register(registry);
    }

    private void sipGauge(String name, String description, ToDoubleFunction<SipStats> value) {
        Gauge.builder(name, this, metrics -> metrics.ofSip(value))
                .description(description)
                .register(registry);
    }

    private void sipCounter(String name, String description, ToDoubleFunction<SipStats> value) {
        FunctionCounter.builder(name, this, metrics -> metrics.ofSip(value))
                .description(description)
                .register(registry);
    }

    private synchronized double ofMedia(ToDoubleFunction<EngineStats> value) {
        return media == null ? 0 : value.applyAsDouble(media);
    }

    private synchronized double ofSip(ToDoubleFunction<SipStats> value) {
        return sip == null ? 0 : value.applyAsDouble(sip);
    }

    private double requests(String method) {
        return ofSip(stats -> stats.requests().getOrDefault(method, 0L));
    }

    private double responses(String status) {
        return ofSip(stats -> stats.responses().getOrDefault(status, 0L));
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
