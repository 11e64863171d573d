package antiphon.signaling.jain;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/// The state of a dialog as RFC 3261 §12.1.1 has it for the called side. Lives in the leg's queue.
final class Dialog {
    private static final int MAX_FORWARDS = 70;

    private final SIPRequest invite;
    private final String localTag;
    private final List<Address> routeSet = new ArrayList<>();
    private URI remoteTarget;
    private long remoteSequence;
    private long localSequence;

    Dialog(SIPRequest invite, String localTag) {
        this.invite = invite;
        this.localTag = localTag;
        this.remoteSequence = invite.getCSeq().getSeqNumber();
        this.remoteTarget = invite.getContactHeader().getAddress().getURI();
        RecordRouteList recorded = invite.getRecordRouteHeaders();
        if (recorded != null) recorded.forEach(route -> routeSet.add(route.getAddress()));
    }

    /// RFC 3261 §12.2.2.
    boolean inOrder(SIPRequest request) {
        long sequence = request.getCSeq().getSeqNumber();
        if (sequence <= remoteSequence) return false;
        remoteSequence = sequence;
        return true;
    }

    void refreshTarget(SIPRequest reinvite) {
        if (reinvite.getContactHeader() != null
                && !reinvite.getContactHeader().getAddress().isWildcard()
                && reinvite.getContactHeader().getAddress().getURI() instanceof SipURI target) {
            remoteTarget = target;
        }
    }

    /// A request of ours inside the dialog (RFC 3261 §12.2.1.1), with where it goes first.
    Outgoing request(String method, InetAddress localAddress, Endpoint endpoint) {
        try {
            return build(method, localAddress, endpoint);
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException(method + " for " + invite.getCallId().getCallId(), e);
        }
    }

    /// @param target URI of the next hop
    record Outgoing(SIPRequest request, @Nullable SipURI target) {}

    private Outgoing build(String method, InetAddress localAddress, Endpoint endpoint)
            throws ParseException, InvalidArgumentException {
        var request = new SIPRequest();
        List<Address> routes = new ArrayList<>(routeSet);
        URI requestUri = remoteTarget;
        URI nextHop = remoteTarget;
        if (!routes.isEmpty()) {
            nextHop = routes.getFirst().getURI();
            if (nextHop instanceof SipURI first && !first.hasLrParam()) {
                // A strict router: it finds itself in the Request-URI, and the target at the end.
                requestUri = first;
                routes.removeFirst();
                routes.add(address(remoteTarget));
            }
        }
        request.setRequestURI((URI) requestUri.clone());
        request.setMethod(method);
        request.setHeader(invite.getCallId());
        request.setHeader(new CSeq(++localSequence, method));
        request.setHeader(from());
        request.setHeader(to());
        var maxForwards = new MaxForwards();
        maxForwards.setMaxForwards(MAX_FORWARDS);
        request.setHeader(maxForwards);
        if (!routes.isEmpty()) {
            var list = new RouteList();
            for (Address route : routes) {
                var header = new Route();
                header.setAddress(route);
                list.add(header);
            }
            request.setHeader(list);
        }
        SipURI target = nextHop instanceof SipURI sip ? sip : null;
        request.addHeader(via(target, localAddress, endpoint));
        return new Outgoing(request, target);
    }

    private static Address address(URI uri) {
        var address = new gov.nist.javax.sip.address.AddressImpl();
        address.setURI(uri);
        return address;
    }

    private From from() throws ParseException {
        var from = new From();
        from.setAddress((Address) invite.getTo().getAddress().clone());
        from.setTag(localTag);
        return from;
    }

    private To to() throws ParseException {
        var to = new To();
        to.setAddress((Address) invite.getFrom().getAddress().clone());
        if (invite.getFromTag() != null) to.setTag(invite.getFromTag());
        return to;
    }

    private static Via via(@Nullable SipURI target, InetAddress localAddress, Endpoint endpoint)
            throws ParseException, InvalidArgumentException {
        var via = new Via();
        via.setTransport(transport(target));
        via.setHost(Messages.host(localAddress));
        via.setPort(endpoint.port());
        via.setBranch("z9hG4bK" + endpoint.token());
        via.setRPort();
        return via;
    }

    /// RFC 3263 §4.1, without the look-ups: what the URI names, else UDP.
    static String transport(@Nullable SipURI target) {
        boolean tcp =
                target instanceof SipUri && "tcp".equalsIgnoreCase(target.getTransportParam());
        return tcp ? "TCP" : "UDP";
    }
}
