package antiphon.signaling.jain;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the leg that a message belongs to. Safe for any thread.
final class Legs {
    private final ConcurrentHashMap<String, Leg> dialogs = new ConcurrentHashMap<>();

    /// INVITEs of the last while, also of legs that are over: a repeated CANCEL is still for them.
    private final ConcurrentHashMap<String, Entry> invites = new ConcurrentHashMap<>();

    /// What is left of an INVITE, and its leg while there is one.
    static final class Entry {
        /// All responses to this INVITE carry it.
        final String toTag;

        volatile @Nullable Leg leg;

        Entry(String toTag, Leg leg) {
            this.toTag = toTag;
            this.leg = leg;
        }
    }

    void add(Leg leg) {
        dialogs.put(leg.dialogKey(), leg);
        invites.put(leg.inviteKey(), new Entry(leg.localTag(), leg));
        if (leg.gone()) {
            // It was over before it was known.
            removeDialog(leg);
            forgetLeg(leg);
        }
    }

    /// The dialog is over: what comes for it from now on gets 481.
    void removeDialog(Leg leg) {
        dialogs.remove(leg.dialogKey(), leg);
    }

    /// Keeps only the tag of the INVITE.
    void forgetLeg(Leg leg) {
        Entry entry = invites.get(leg.inviteKey());
        if (entry != null) entry.leg = null;
    }

    void removeInvite(String inviteKey) {
        invites.remove(inviteKey);
    }

    /// @param request from the peer, so its To is ours
    @Nullable Leg dialog(SIPRequest request) {
        return dialogs.get(
                dialogKey(
                        request.getCallId().getCallId(), request.getToTag(), request.getFromTag()));
    }

    @Nullable Entry invite(SIPRequest inviteOrCancel) {
        return invites.get(inviteKey(inviteOrCancel));
    }

    int dialogCount() {
        return dialogs.size();
    }

    Iterable<Leg> all() {
        return dialogs.values();
    }

    static String dialogKey(String callId, @Nullable String localTag, @Nullable String remoteTag) {
        return callId + '\n' + localTag + '\n' + remoteTag;
    }

    /// RFC 3261 §17.2.3; Call-ID, From tag and CSeq make it hold for old branches as well. A serial
    /// fork differs in its branch only, and is a call of its own.
    static String inviteKey(SIPRequest request) {
        Via via = request.getTopmostVia();
        return via.getBranch()
                + '\n'
                + via.getSentBy()
                + '\n'
                + request.getCallId().getCallId()
                + '\n'
                + request.getFromTag()
                + '\n'
                + request.getCSeq().getSeqNumber();
    }
}
