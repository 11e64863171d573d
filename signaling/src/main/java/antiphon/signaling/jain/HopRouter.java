package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Collections;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/// Never looks anything up: the next hop was resolved before and travels with the request. Made by
/// the stack by name.
public final class HopRouter implements Router {

    public HopRouter(SipStack stack, @Nullable String outboundProxy) {}

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (((SIPRequest) request).getApplicationData() instanceof Hop hop) return hop;
        throw new SipException("the next hop of this request was not resolved");
    }

    @Override
    @SuppressWarnings({"rawtypes", "deprecation"}) // the interface is older than generics
    public ListIterator getNextHops(Request request) {
        return Collections.emptyListIterator();
    }

    @Override
    public @Nullable Hop getOutboundProxy() {
        return null;
    }
}
