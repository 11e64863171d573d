package antiphon.media.rtp;

/// What RTCP remembers about one session in both directions. Owned by the media thread.
public final class RtcpState {
    final int ssrc;
    final byte[] cname;
    long packetsSent;
    long octetsSent;
    int timestampNow;
    private long packetsAtReport;
    private int lastSenderReport;
    private long senderReportNtp;
    private double roundTripMillis = -1;

    public RtcpState(int ssrc, byte[] cname) {
        this.ssrc = ssrc;
        this.cname = cname;
    }

    public void sent(int payloadLength) {
        packetsSent++;
        octetsSent += payloadLength;
    }

    /// The timestamp that a sample of this moment would carry.
    public void timestampNow(int timestamp) {
        timestampNow = timestamp;
    }

    public long packetsSent() {
        return packetsSent;
    }

    /// To the peer and back (RFC 3550 §6.4.1), or -1 while no report told.
    public double roundTripMillis() {
        return roundTripMillis;
    }

    boolean sentSinceLastReport() {
        return packetsSent != packetsAtReport;
    }

    void reported() {
        packetsAtReport = packetsSent;
    }

    void senderReport(int middleNtp, long ntpNow) {
        lastSenderReport = middleNtp;
        senderReportNtp = ntpNow;
    }

    int lastSenderReport() {
        return lastSenderReport;
    }

    /// In 1/65536 s.
    int delaySinceSenderReport(long ntpNow) {
        return lastSenderReport == 0 ? 0 : (int) ((ntpNow - senderReportNtp) >>> 16);
    }

    void reportedByPeer(int lastReport, int delay, long ntpNow) {
        if (lastReport == 0) {
            return;
        }
        int roundTrip = (int) (ntpNow >>> 16) - lastReport - delay;
        if (roundTrip >= 0) { // clocks that step make it negative: no measurement then
            roundTripMillis = roundTrip * 1000.0 / 65536;
        }
    }
}
