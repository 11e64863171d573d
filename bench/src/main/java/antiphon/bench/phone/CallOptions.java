package antiphon.bench.phone;

import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a call is placed or taken. Immutable; each method gives a changed copy.
///
/// `eventPayloadType` -1 offers no telephone-events. Null stands for "made up by the phone":
/// Call-ID, From-tag, branch, the body. `lateOffer` sends an INVITE without SDP. Without `autoAck`
/// the test acknowledges by hand. `kept` is how much of the heard audio is remembered.
public record CallOptions(
        String user,
        List<Law> laws,
        int eventPayloadType,
        boolean lateOffer,
        boolean autoAck,
        List<String> headers,
        @Nullable String callId,
        @Nullable String fromTag,
        @Nullable String branch,
        @Nullable String body,
        Sound sound,
        Duration kept) {
    public static final CallOptions DEFAULT =
            new CallOptions(
                    "phone",
                    List.of(Law.PCMU, Law.PCMA),
                    101,
                    false,
                    true,
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    Sound.silence(),
                    Duration.ofMinutes(1));

    /// The user part of From, Contact and so of who calls.
    public CallOptions from(String newUser) {
        return new CallOptions(
                newUser,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    public CallOptions offering(Law... newLaws) {
        return new CallOptions(
                user,
                List.of(newLaws),
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    public CallOptions events(int payloadType) {
        return new CallOptions(
                user,
                laws,
                payloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    public CallOptions offeringLate() {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                true,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    public CallOptions withoutAck() {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                false,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    /// Whole header lines, without the line end.
    public CallOptions header(String... lines) {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                List.of(lines),
                callId,
                fromTag,
                branch,
                body,
                sound,
                kept);
    }

    /// Names the call and branch, so that a proxy's serial fork can be typed. A branch begins with
    /// z9hG4bK.
    public CallOptions identified(String newCallId, String newFromTag, String newBranch) {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                newCallId,
                newFromTag,
                newBranch,
                body,
                sound,
                kept);
    }

    /// Sends this body as SDP, whatever it is.
    public CallOptions offeringBody(String sdp) {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                sdp,
                sound,
                kept);
    }

    /// Said from the moment of the answer.
    public CallOptions saying(Sound newSound) {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                newSound,
                kept);
    }

    public CallOptions keeping(Duration newKept) {
        return new CallOptions(
                user,
                laws,
                eventPayloadType,
                lateOffer,
                autoAck,
                headers,
                callId,
                fromTag,
                branch,
                body,
                sound,
                newKept);
    }
}
