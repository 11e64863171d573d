package antiphon.bench.phone;

import antiphon.bench.rtp.RtpLeg;
import antiphon.bench.sip.Sdp;
import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The media of one call as SDP describes it (RFC 3264): what we offer and answer, and what follows
/// for the RTP. Safe for any thread.
final class CallMedia {
    private final RtpLeg leg;
    private final AtomicInteger version = new AtomicInteger(1);
    private volatile CallOptions options;
    private volatile @Nullable Sdp remote;
    private volatile @Nullable Sound sound;
    private volatile Law law = Law.PCMU;
    private volatile String direction = "sendrecv";
    private volatile boolean over;

    CallMedia(RtpLeg leg, CallOptions options) {
        this.leg = leg;
        this.options = options;
    }

    RtpLeg leg() {
        return leg;
    }

    @Nullable Sdp remote() {
        return remote;
    }

    void options(CallOptions newOptions) {
        options = newOptions;
    }

    String direction() {
        return direction;
    }

    void direct(String newDirection) {
        direction = newDirection;
        leg.speaking(newDirection.startsWith("send"));
    }

    String offer() {
        String given = options.body();
        return given == null ? write(options.laws(), options.eventPayloadType(), direction) : given;
    }

    /// Our answer to what the other side offered; our offer where it offered nothing.
    String answer(@Nullable Sdp offered) {
        if (offered == null) {
            return offer();
        }
        String answered =
                switch (offered.direction()) {
                    case "sendonly" -> "recvonly";
                    case "recvonly" -> "sendonly";
                    default -> offered.direction();
                };
        List<Law> common = new ArrayList<>(offered.laws());
        common.retainAll(options.laws());
        return write(common, offered.eventPayloadType(), answered);
    }

    private String write(List<Law> laws, int eventPayloadType, String way) {
        return Sdp.write(leg.address(), laws, eventPayloadType, way, version.getAndIncrement());
    }

    void offered(@Nullable Sdp sdp) {
        remote = sdp;
    }

    /// Speaks to where this SDP says, in the first law it names.
    void talk(Sdp sdp) {
        Sound saying = sound;
        remote = sdp;
        Law chosen = sdp.laws().isEmpty() ? Law.PCMU : sdp.laws().getFirst();
        if (saying == null || chosen != law) {
            law = chosen;
            say(saying == null ? options.sound() : saying);
        }
        leg.connect(sdp.address(), sdp.eventPayloadType());
        boolean heard = sdp.direction().equals("sendrecv") || sdp.direction().equals("recvonly");
        leg.speaking(heard && direction.startsWith("send") && !over);
    }

    void say(Sound newSound) {
        sound = newSound;
        leg.say(newSound, law);
    }

    void fallSilent() {
        over = true;
        leg.speaking(false);
    }

    void close() {
        over = true;
        leg.close();
    }
}
