package antiphon.media;

/// No free RTP port pair is left.
public final class PortsExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortsExhausted(int portMin, int portMax) {
        super("RTP ports " + portMin + "-" + portMax);
    }
}
