package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.ServerTransaction;
import org.jspecify.annotations.Nullable;

/// An INVITE inside a dialog.
public final class Reinvite {
    final ServerTransaction transaction;
    final SIPRequest request;
    private final @Nullable String offer;

    Reinvite(ServerTransaction transaction, SIPRequest request, @Nullable String offer) {
        this.transaction = transaction;
        this.request = request;
        this.offer = offer;
    }

    /// The session description, or null if we are asked for an offer.
    public @Nullable String offer() {
        return offer;
    }
}
