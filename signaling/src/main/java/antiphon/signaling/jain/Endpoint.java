package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TooManyListenersException;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.TransportNotSupportedException;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SIP stack, running: sockets, transactions and legs. Safe for any thread.
public final class Endpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Endpoint.class);

    private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);

    /// How long an INVITE is remembered after its end, in units of T1: as long as it may be
    /// repeated.
    private static final int REMEMBERED_FACTOR = 64;

    private static final int PORT_ATTEMPTS_MAX = 50;

    private final EndpointSettings settings;
    private final UserAgent userAgent;
    private final int port;
    private final Counters counters = new Counters();
    private final Timers timers = new Timers();
    private final Resolver resolver = new Resolver();
    private final Legs legs = new Legs();
    private final LocalAddresses localAddresses;
    private final SecureRandom random = new SecureRandom();
    private final Transports transports;
    private final Stack stack;
    private final Gate gate;
    private final SipProvider provider;

    private Endpoint(EndpointSettings settings, UserAgent userAgent, int port)
            throws SipException, InvalidArgumentException, TooManyListenersException {
        this.settings = settings;
        this.userAgent = userAgent;
        this.port = port;
        this.localAddresses = new LocalAddresses(settings.address());
        var intake = new Intake(settings.trusted(), settings.messageSizeMax(), counters);
        this.transports = new Transports(intake);
        this.stack = new Stack(transports, new StrictParsers(counters));
        this.gate = new Gate(settings, intake, stack, transports, legs, userAgent);
        stack.add(gate);
        try {
            this.provider = listen();
        } catch (SipException
                | InvalidArgumentException
                | TooManyListenersException
                | RuntimeException e) {
            stop();
            throw e;
        }
        timers.every(WATCH_PERIOD, this::watch);
    }

    /// @throws UncheckedIOException if the address or port can't be bound
    public static Endpoint start(EndpointSettings settings, UserAgent userAgent) {
        // One at a time: the stack has statics, and its thread is found by being the youngest.
        synchronized (Endpoint.class) {
            int port = settings.port() != 0 ? settings.port() : freePort(settings.address());
            try {
                return new Endpoint(settings, userAgent, port);
            } catch (PeerUnavailableException
                    | TransportNotSupportedException
                    | ObjectInUseException
                    | TooManyListenersException e) {
                throw new IllegalStateException("SIP stack can't be configured", e);
            } catch (SipException | InvalidArgumentException | RuntimeException e) {
                throw new UncheckedIOException(
                        "SIP can't listen on "
                                + Messages.host(settings.address())
                                + ":"
                                + port
                                + " (udp, tcp)",
                        new IOException(e));
            }
        }
    }

    private SipProvider listen()
            throws SipException, InvalidArgumentException, TooManyListenersException {
        String address = settings.address().getHostAddress();
        SipProvider made =
                stack.createSipProvider(
                        stack.createListeningPoint(address, port, ListeningPoint.UDP));
        made.addListeningPoint(stack.createListeningPoint(address, port, ListeningPoint.TCP));
        made.addSipListener(new Dispatcher());
        return made;
    }

    private static int freePort(InetAddress address) {
        for (int i = 0; i < PORT_ATTEMPTS_MAX; i++) {
            try (var tcp = new ServerSocket(0, 1, address);
                    var _ =
                            new DatagramSocket(
                                    new InetSocketAddress(address, tcp.getLocalPort()))) {
                return tcp.getLocalPort();
            } catch (IOException _) {
                // Taken for UDP: the next one.
            }
        }
        throw new UncheckedIOException(new IOException("no port is free for both UDP and TCP"));
    }

    private void watch() {
        transports.udp().keepAlive();
        transports.tcp().sweep(System.nanoTime());
        localAddresses.forget();
    }

    public int port() {
        return port;
    }

    public EndpointStats stats() {
        return new EndpointStats(
                counters.requests(),
                counters.responses(),
                counters.untrusted.sum(),
                counters.shed.sum(),
                counters.oversize.sum(),
                counters.parseErrors.sum(),
                counters.stackErrors.sum(),
                stack.serverTransactions(),
                stack.clientTransactions(),
                legs.dialogCount(),
                transports.tcp().connectionCount(),
                transports.udp().queueDepth());
    }

    BoundedUdp udp() {
        return transports.udp();
    }

    InetAddress localAddressTowards(InetAddress peer) {
        return localAddresses.towards(peer);
    }

    Legs legs() {
        return legs;
    }

    Timers timers() {
        return timers;
    }

    Counters counters() {
        return counters;
    }

    Duration t1() {
        return settings.t1();
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    /// Unguessable, for tags and branches.
    String token() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    boolean reliable(SIPRequest request) {
        return request.getTopmostVia().getTransport().equalsIgnoreCase(ListeningPoint.TCP);
    }

    void retire(String inviteKey) {
        var _ =
                timers.after(
                        settings.t1().multipliedBy(REMEMBERED_FACTOR),
                        () -> legs.removeInvite(inviteKey));
    }

    /// In the leg's queue: may wait for a name or a connection.
    void sendBye(Leg leg, Dialog.Outgoing bye, InetAddress source) {
        try {
            bye.request().setApplicationData(hop(bye.target(), source));
            ClientTransaction transaction = provider.getNewClientTransaction(bye.request());
            transaction.setApplicationData(leg);
            transaction.sendRequest();
        } catch (SipException | RuntimeException e) {
            log.debug("BYE could not be sent", e);
            legs.removeDialog(leg);
        }
    }

    /// @param source where the INVITE came from: taken if the target has no usable address
    private Hop hop(@Nullable SipURI target, InetAddress source) {
        InetAddress address = target == null ? null : resolver.resolve(target.getHost());
        int targetPort =
                target == null || target.getPort() <= 0
                        ? ListeningPoint.PORT_5060
                        : target.getPort();
        return new HopImpl(
                Messages.host(address == null ? source : address),
                targetPort,
                Dialog.transport(target));
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        timers.close();
        resolver.close();
        stack.stop();
    }

    /// Takes what passed the gate and gives it to its leg. On SIP threads: returns at once.
    private final class Dispatcher implements SipListener {

        @Override
        public void processRequest(RequestEvent event) {
            SIPRequest request = (SIPRequest) event.getRequest();
            // ACKs of refusals end here; CANCEL and OPTIONS never come this far.
            if (request.getMethod().equals("ACK")) return;
            Leg leg = request.getToTag() == null ? null : legs.dialog(request);
            if (leg == null && !request.getMethod().equals("INVITE")) return;
            if (leg == null && !userAgent.admit()) {
                boolean _ = gate.busy(request, "All Lines Are Busy");
                return;
            }
            try {
                ServerTransaction transaction = event.getServerTransaction();
                if (leg == null) {
                    // Before there is a transaction: what can't be read leaves none behind.
                    var made = leg(request);
                    invited(made, request, provider.getNewServerTransaction(request));
                } else {
                    if (transaction == null)
                        transaction = provider.getNewServerTransaction(request);
                    leg.request(request, transaction);
                }
            } catch (TransactionAlreadyExistsException _) {
                // A repetition that came while the first one was handled.
                if (leg == null) userAgent.declined();
            } catch (SipException | RuntimeException e) {
                if (leg == null) userAgent.declined();
                counters.stackErrors.increment();
                log.debug("{} was dropped", request.getMethod(), e);
                gate.unusable(request);
            }
        }

        private Leg leg(SIPRequest invite) {
            InetAddress local = localAddresses.towards(invite.getPeerPacketSourceAddress());
            return new Leg(Endpoint.this, invite, token(), local);
        }

        private void invited(Leg leg, SIPRequest invite, ServerTransaction transaction) {
            leg.begin(transaction);
            // RFC 3261 §17.2.1. On TCP from the queue: sending may wait for the peer.
            Runnable trying =
                    () -> leg.respond(transaction, Messages.response(invite, 100, "Trying", ""));
            if (!reliable(invite)) trying.run();
            leg.queue()
                    .post(() -> {
                        if (reliable(invite)) trying.run();
                        begin(leg, invite);
                    });
            legs.add(leg);
        }

        /// In the queue.
        private void begin(Leg leg, SIPRequest invite) {
            Invitation invitation;
            try {
                invitation = Invitations.of(invite);
            } catch (RuntimeException e) {
                log.debug("an INVITE could not be read", e);
                leg.reject(400, "Bad Request", Map.of());
                userAgent.declined();
                return;
            }
            try {
                leg.listener(userAgent.invited(leg, invitation));
            } catch (RuntimeException e) {
                log.error("a call could not begin", e);
                leg.reject(500, "Server Internal Error", Map.of());
                userAgent.declined();
            }
        }

        @Override
        public void processResponse(ResponseEvent event) {
            if (event.getResponse().getStatusCode() < 200 || event.getClientTransaction() == null)
                return;
            byeDone(event.getClientTransaction());
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            if (!event.isServerTransaction()) byeDone(event.getClientTransaction());
        }

        private void byeDone(ClientTransaction transaction) {
            if (transaction.getApplicationData() instanceof Leg leg) legs.removeDialog(leg);
        }

        @Override
        public void processIOException(IOExceptionEvent event) {
            log.debug("{} to {}:{} failed", event.getTransport(), event.getHost(), event.getPort());
        }

        @Override
        public void processTransactionTerminated(TransactionTerminatedEvent event) {}

        @Override
        public void processDialogTerminated(DialogTerminatedEvent event) {}
    }
}
