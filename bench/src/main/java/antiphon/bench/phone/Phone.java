package antiphon.bench.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import antiphon.bench.rtp.MediaStation;
import antiphon.bench.sip.SipMessage;
import antiphon.bench.sip.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A SIP phone for tests and load: any number of calls on one SIP socket. Blocking calls, each with a bound. Safe for
/// any thread.
///
///     try (Phone phone = Phone.bind(InetAddress.getLoopbackAddress())) {
///         Dialog call = phone.invite("sip:main@127.0.0.1:5060").answeredWithin(Duration.ofSeconds(2));
///         call.press("1");
///         assertThat(call.ear().awaitTone(440, Duration.ofSeconds(3))).isTrue();
///         call.bye();
///     }
public final class Phone implements AutoCloseable {
    private static final Duration NON_INVITE_BOUND = Duration.ofSeconds(10);
    private static final int SERVED_KEPT_MAX = 10_000;

    private final InetAddress local;
    private final Wire wire;
    private final MediaStation media;
    private final ScheduledThreadPoolExecutor timers;
    private final Map<String, ClientTransaction> transactions = new ConcurrentHashMap<>();
    private final Map<String, List<Dialog>> dialogs = new ConcurrentHashMap<>();

    /// The last response to each request served, to answer its repetitions.
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();

    private final BlockingQueue<Dialog> incoming = new LinkedBlockingQueue<>();
    private volatile @Nullable Consumer<Dialog> onIncoming;

    private Phone(InetAddress local, boolean tcp) {
        this.local = local;
        this.timers =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> Thread.ofPlatform().daemon().name("phone-timers").unstarted(task));
        timers.setRemoveOnCancelPolicy(true);
        try {
            this.wire = tcp ? Wire.tcp(local, this::onMessage) : Wire.udp(local, this::onMessage);
        } catch (IOException e) {
            timers.shutdownNow();
            throw new UncheckedIOException("no SIP socket on " + local, e);
        }
        this.media = new MediaStation();
    }

    /// A phone on UDP, at a port of its own.
    public static Phone bind(InetAddress local) {
        return new Phone(local, false);
    }

    public static Phone bindTcp(InetAddress local) {
        return new Phone(local, true);
    }

    public InetSocketAddress address() {
        return wire.address();
    }

    public String uri(String user) {
        return "sip:%s@%s:%d".formatted(user, local.getHostAddress(), wire.address().getPort());
    }

    public MediaStation media() {
        return media;
    }

    public Dialog invite(String uri) {
        return invite(uri, CallOptions.DEFAULT);
    }

    /// Sends the INVITE and returns at once.
    public Dialog invite(String uri, CallOptions options) {
        Dialog dialog = Dialog.outgoing(this, uri, options);
        register(dialog);
        dialog.sendInvite();
        return dialog;
    }

    /// A request outside any dialog, such as OPTIONS; returns its final response.
    public SipMessage request(String method, String uri, String... headers) {
        String branch = newBranch();
        String request =
                """
                %s %s SIP/2.0
                Via: %s;rport;branch=%s
                Max-Forwards: 70
                From: <%s>;tag=%s
                To: <%s>
                Call-ID: %s
                CSeq: 1 %s
                Contact: <%s>
                %sContent-Length: 0

                """
                        .formatted(
                                method,
                                uri,
                                via(),
                                branch,
                                uri("phone"),
                                newToken(),
                                uri,
                                newToken(),
                                method,
                                contact("phone"),
                                headers.length == 0 ? "" : String.join("\n", headers) + "\n")
                        .replace("\n", "\r\n");
        return start(branch, new ClientTransaction(this, request, SipUri.address(uri), null))
                .await(NON_INVITE_BOUND);
    }

    /// Sends bytes as they are.
    public void sendRaw(byte[] bytes, InetSocketAddress target) {
        send(bytes, target);
    }

    /// The next call that comes in, already answered with 100; null where none comes in time.
    public @Nullable Dialog awaitIncoming(Duration within) {
        try {
            return incoming.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// Takes calls as they come, each on a virtual thread of its own, instead of queueing them.
    public void onIncoming(Consumer<Dialog> taker) {
        onIncoming = taker;
    }

    /// Hangs up every answered call politely; for the end of a test, however it went.
    public void hangUpAll() {
        dialogs.values().forEach(list -> list.forEach(Dialog::hangUpQuietly));
    }

    @Override
    public void close() {
        dialogs.values().forEach(list -> list.forEach(Dialog::abandon));
        timers.shutdownNow();
        wire.close();
        media.close();
    }

    String via() {
        return "SIP/2.0/%s %s:%d"
                .formatted(wire.protocol(), local.getHostAddress(), wire.address().getPort());
    }

    String contact(String user) {
        return uri(user) + (wire.protocol().equals("TCP") ? ";transport=tcp" : "");
    }

    InetAddress local() {
        return local;
    }

    boolean isUnreliable() {
        return wire.protocol().equals("UDP");
    }

    static String newToken() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    static String newBranch() {
        return "z9hG4bK" + newToken();
    }

    ClientTransaction start(String branch, ClientTransaction transaction) {
        transactions.put(branch, transaction);
        transaction.start();
        return transaction;
    }

    /// Forgets a transaction whose repetitions matter no more.
    void forget(String branch) {
        transactions.remove(branch);
    }

    void register(Dialog dialog) {
        dialogs.computeIfAbsent(dialog.callId(), _ -> new CopyOnWriteArrayList<>()).add(dialog);
    }

    void unregister(Dialog dialog) {
        dialogs.computeIfPresent(
                dialog.callId(),
                (_, list) -> {
                    list.remove(dialog);
                    return list.isEmpty() ? null : list;
                });
    }

    void send(byte[] message, InetSocketAddress target) {
        try {
            wire.send(message, target);
        } catch (IOException e) {
            if (!timers.isShutdown()) {
                throw new UncheckedIOException("cannot send to " + target, e);
            }
        }
    }

    void later(long millis, Runnable task) {
        try {
            var _ = timers.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // Closing.
        }
    }

    private void onMessage(byte[] data, int length, InetSocketAddress source) {
        SipMessage message = SipMessage.parse(data, length);
        if (message == null) {
            return;
        }
        if (message.isResponse()) {
            String key =
                    message.method().equals("CANCEL")
                            ? "CANCEL" + message.branch()
                            : message.branch();
            ClientTransaction transaction = transactions.get(key);
            if (transaction != null) {
                transaction.onResponse(message);
                if (message.status() >= 200 && !message.method().equals("INVITE")) {
                    forget(key);
                }
            }
            return;
        }
        byte[] before = served.get(message.method() + message.branch());
        if (before != null) {
            send(before, source);
            return;
        }
        onRequest(message, source);
    }

    private void onRequest(SipMessage request, InetSocketAddress source) {
        Dialog dialog = find(request);
        if (dialog != null) {
            dialog.onRequest(request, source);
            return;
        }
        switch (request.method()) {
            case "INVITE" -> {
                Dialog taken = Dialog.incoming(this, request, source);
                register(taken);
                respond(request, source, 100, "Trying", "", "");
                Consumer<Dialog> taker = onIncoming;
                if (taker == null) {
                    incoming.add(taken);
                } else {
                    Thread.ofVirtual().start(() -> taker.accept(taken));
                }
            }
            case "ACK" -> {}
            case "OPTIONS" -> respond(request, source, 200, "OK", newToken(), "");
            default ->
                    respond(
                            request,
                            source,
                            481,
                            "Call/Transaction Does Not Exist",
                            newToken(),
                            "");
        }
    }

    private @Nullable Dialog find(SipMessage request) {
        for (Dialog dialog : dialogs.getOrDefault(request.header("call-id"), List.of())) {
            if (dialog.owns(request)) {
                return dialog;
            }
        }
        return null;
    }

    /// Answers a request; `extra` holds whole header lines and, after an empty line, a body.
    byte[] respond(
            SipMessage request,
            InetSocketAddress source,
            int status,
            String reason,
            String tag,
            String extra) {
        StringBuilder text = new StringBuilder("SIP/2.0 %d %s\r\n".formatted(status, reason));
        request.headers("via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        request.headers("record-route")
                .forEach(r -> text.append("Record-Route: ").append(r).append("\r\n"));
        boolean tagged = tag.isEmpty() || !request.toTag().isEmpty();
        text.append("From: ").append(request.header("from")).append("\r\n");
        text.append("To: ")
                .append(request.header("to"))
                .append(tagged ? "" : ";tag=" + tag)
                .append("\r\n");
        text.append("Call-ID: ").append(request.header("call-id")).append("\r\n");
        text.append("CSeq: ").append(request.header("cseq")).append("\r\n");
        text.append(extra.isEmpty() ? "Content-Length: 0\r\n\r\n" : extra);
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (served.size() > SERVED_KEPT_MAX) {
            served.clear(); // only repetitions within seconds matter
        }
        served.put(request.method() + request.branch(), bytes);
        send(bytes, source);
        return bytes;
    }
}
