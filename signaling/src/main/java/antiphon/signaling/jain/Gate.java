package antiphon.signaling.jain;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.SipStack;
import javax.sip.TransactionState;
import javax.sip.address.SipURI;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before the transactions: answers without state what needs none (RFC 3261 §8.2.7), so that
/// refusals are quick and leave nothing behind. Runs on the UDP worker and the TCP selector.
final class Gate implements SIPMessageValve {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private static final int MAX_FORWARDS = 70;

    /// RFC 3261 §8.1.1.7.
    private static final String BRANCH_COOKIE = "z9hG4bK";

    private final EndpointSettings settings;
    private final Intake intake;
    private final Counters counters;
    private final Stack stack;
    private final Transports transports;
    private final Legs legs;
    private final UserAgent userAgent;
    private final ThrottledLog overload = new ThrottledLog(log, System.nanoTime());

    Gate(
            EndpointSettings settings,
            Intake intake,
            Stack stack,
            Transports transports,
            Legs legs,
            UserAgent userAgent) {
        this.settings = settings;
        this.intake = intake;
        this.counters = intake.counters();
        this.stack = stack;
        this.transports = transports;
        this.legs = legs;
        this.userAgent = userAgent;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        counters.request(request.getMethod());
        long nowNanos = System.nanoTime();
        if (!intake.trusts(request.getPeerPacketSourceAddress(), nowNanos)) {
            if (intake.mayAnswerStranger(nowNanos)) refuse(request, 403, "Forbidden");
            return false;
        }
        Via via = request.getTopmostVia();
        if (via.getMAddr() != null) {
            // It would make us send, and look up, wherever it names.
            return refuse(request, 400, "maddr is not accepted");
        }
        String branch = via.getBranch();
        if (branch == null
                || !branch.regionMatches(true, 0, BRANCH_COOKIE, 0, BRANCH_COOKIE.length())) {
            // RFC 2543 clients: the stack would compare each of their requests with every
            // transaction.
            return refuse(request, 400, "Via branch must begin with " + BRANCH_COOKIE);
        }
        addMaxForwards(request);
        boolean inDialog = request.getToTag() != null;
        return switch (request.getMethod()) {
            case "ACK" -> acknowledge(request);
            case "CANCEL" -> cancel(request);
            case "INVITE" -> inDialog ? reinvite(request) : invite(request);
            case "BYE", "INFO" -> inDialogOnly(request);
            case "OPTIONS" -> options(request);
            default -> unknown(request);
        };
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        // For a response without transaction the stack would search all it has, one by one.
        return response instanceof SIPResponse known && stack.clientTransaction(known) != null;
    }

    @Override
    public void init(SipStack sipStack) {}

    @Override
    public void destroy() {}

    private boolean acknowledge(SIPRequest ack) {
        SIPTransaction transaction = stack.serverTransaction(ack);
        // RFC 3261 §17.2.1: the ACK of a refusal belongs to the transaction.
        if (transaction != null && !TransactionState.TERMINATED.equals(transaction.getState()))
            return true;
        Leg leg = legs.dialog(ack);
        if (leg != null) leg.acknowledged(ack);
        return false;
    }

    /// RFC 3261 §9.2.
    private boolean cancel(SIPRequest cancel) {
        Legs.Entry entry = legs.invite(cancel);
        if (entry == null) return refuse(cancel, 481, "Call/Transaction Does Not Exist");
        reply(cancel, Messages.response(cancel, 200, "OK", entry.toTag));
        Leg leg = entry.leg;
        if (leg != null) leg.cancel();
        return false;
    }

    private boolean invite(SIPRequest invite) {
        Legs.Entry known = legs.invite(invite);
        if (known != null) {
            if (stack.serverTransaction(invite) != null) return true;
            Leg leg = known.leg;
            if (leg != null) leg.repeatAnswer();
            return false;
        }
        if (!acceptable(invite)) return false;
        if (!hasContact(invite)) return refuse(invite, 400, "One SIP Contact Is Needed");
        return switch (userAgent.admission()) {
            case DRAINING -> busy(invite, "Server Is Shutting Down");
            case FULL -> {
                overload.warn(
                        System.nanoTime(),
                        "refused a call: {}",
                        "all places are taken (sip.calls_max)");
                yield busy(invite, "All Lines Are Busy");
            }
            case OPEN -> {
                if (stack.serverTransactions() < settings.serverTransactionsMax()) yield true;
                overload.warn(
                        System.nanoTime(),
                        "refused a call: {} transactions are open",
                        settings.serverTransactionsMax());
                yield busy(invite, "Too Many Transactions");
            }
        };
    }

    /// RFC 3261 §8.1.1.8.
    private static boolean hasContact(SIPRequest invite) {
        return invite.getContactHeader() != null
                && !invite.getContactHeader().getAddress().isWildcard()
                && invite.getContactHeader().getAddress().getURI() instanceof SipURI;
    }

    private boolean reinvite(SIPRequest reinvite) {
        if (stack.serverTransaction(reinvite) != null) return true;
        if (legs.dialog(reinvite) == null)
            return refuse(reinvite, 481, "Call/Transaction Does Not Exist");
        return acceptable(reinvite);
    }

    /// RFC 3261 §8.2.2 and §8.2.3, in their order. Refuses by itself.
    private boolean acceptable(SIPRequest request) {
        String scheme = request.getRequestURI().getScheme();
        if (!scheme.equalsIgnoreCase("sip")
                && !scheme.equalsIgnoreCase("sips")
                && !scheme.equalsIgnoreCase("tel")) {
            return refuse(request, 416, "Unsupported URI Scheme");
        }
        String unsupported = unsupportedExtensions(request);
        if (!unsupported.isEmpty()) {
            return refuse(request, 420, "Bad Extension", "Unsupported", unsupported);
        }
        byte[] content = request.getRawContent();
        if (content == null || content.length == 0) return true;
        if (request.getContentTypeHeader() == null)
            return refuse(request, 400, "Content-Type is missing");
        if (request.getContentEncoding() != null
                && !request.getContentEncoding().getEncoding().equalsIgnoreCase("identity")) {
            return refuse(request, 415, "Unsupported Media Type", "Accept-Encoding", "identity");
        }
        if (Invitations.offer(request) == null) {
            return refuse(request, 415, "Unsupported Media Type", "Accept", Methods.ACCEPT);
        }
        return true;
    }

    private static String unsupportedExtensions(SIPRequest request) {
        var unsupported = new StringBuilder();
        for (String line : Messages.values(request, "Require")) {
            for (String tag : line.split(",")) {
                String name = tag.strip();
                if (name.isEmpty() || Methods.OPTION_TAGS.contains(name)) continue;
                if (!unsupported.isEmpty()) unsupported.append(", ");
                unsupported.append(name);
            }
        }
        return unsupported.toString();
    }

    private boolean inDialogOnly(SIPRequest request) {
        // A repetition is the transaction's, also when the dialog has ended with the first one.
        if (stack.serverTransaction(request) != null || legs.dialog(request) != null) return true;
        return refuse(request, 481, "Call/Transaction Does Not Exist");
    }

    /// RFC 3261 §11.2, and the question "are you alive" of proxies: no call and no thread is
    /// needed.
    private boolean options(SIPRequest options) {
        if (options.getToTag() != null && legs.dialog(options) == null) {
            return refuse(options, 481, "Call/Transaction Does Not Exist");
        }
        if (options.getToTag() == null && userAgent.admission() == UserAgent.Admission.DRAINING) {
            return busy(options, "Server Is Shutting Down");
        }
        SIPResponse response = Messages.response(options, 200, "OK", statelessTag(options));
        Messages.set(response, "Allow", Methods.ALLOW);
        Messages.set(response, "Accept", Methods.ACCEPT);
        Messages.set(response, "Accept-Language", "en");
        Messages.set(response, "Supported", "");
        reply(options, response);
        return false;
    }

    private boolean unknown(SIPRequest request) {
        if (request.getToTag() != null && legs.dialog(request) == null) {
            return refuse(request, 481, "Call/Transaction Does Not Exist");
        }
        return Methods.KNOWN.contains(request.getMethod())
                ? refuse(request, 405, "Method Not Allowed", "Allow", Methods.ALLOW)
                : refuse(request, 501, "Not Implemented", "Allow", Methods.ALLOW);
    }

    /// What passed the gate but can't be used after all.
    void unusable(SIPRequest request) {
        boolean _ = refuse(request, 400, "Bad Request");
    }

    boolean busy(SIPRequest request, String reason) {
        return refuse(
                request,
                503,
                reason,
                "Retry-After",
                Long.toString(settings.retryAfter().toSeconds()));
    }

    private boolean refuse(SIPRequest request, int status, String reason) {
        return refuse(request, status, reason, null, "");
    }

    /// @return false: the message goes no further
    private boolean refuse(
            SIPRequest request, int status, String reason, @Nullable String header, String value) {
        if (request.getMethod().equals("ACK")) return false;
        SIPResponse response = Messages.response(request, status, reason, statelessTag(request));
        if (header != null) Messages.set(response, header, value);
        reply(request, response);
        return false;
    }

    private void reply(SIPRequest request, SIPResponse response) {
        counters.response(response.getStatusCode());
        Reply.to(request, transports.udp()).send(response);
    }

    /// The same for every repetition of a request, without remembering it (RFC 3261 §8.2.7).
    private static String statelessTag(SIPRequest request) {
        return "s" + Integer.toHexString(Legs.inviteKey(request).hashCode());
    }

    /// The stack insists on it; RFC 2543 had none.
    private static void addMaxForwards(SIPRequest request) {
        if (request.getMaxForwards() != null) return;
        try {
            var header = new gov.nist.javax.sip.header.MaxForwards();
            header.setMaxForwards(MAX_FORWARDS);
            request.setHeader(header);
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }
}
