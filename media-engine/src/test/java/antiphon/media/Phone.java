package antiphon.media;

import antiphon.media.audio.G711;
import antiphon.media.rtp.RtpHeader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// A simulated phone: sends its own tone by its own clock, hears what the server sends, presses
/// keys.
final class Phone implements Simulation.Receiving {
    private static final int EVENT_END_PACKETS = 3;

    final int number;
    final double toneHz;
    final InetSocketAddress address;
    final Simulation.Wire wire;
    final Session session;
    final List<MediaEvent> events = new ArrayList<>();
    final List<byte[]> packetsHeard = new ArrayList<>();
    final NetworkEmulator uplink;

    private final Simulation simulation;
    private InetSocketAddress source;
    private Codec codec = Codec.PCMU;
    private double amplitude = 4000;
    private int ptimeMillis = 20;
    private double clockFactor = 1;
    private long frames;
    private long samplesSent;
    private double nextSendNanos;
    private boolean talking = true;
    private boolean sending = true;
    private boolean soundsWhileKeyDown;
    private int ssrc;
    private int sequence;
    private int timestampBase;
    private final List<int[]> heard = new ArrayList<>();
    private final TreeMap<Long, byte[]> scheduled = new TreeMap<>();

    Phone(Simulation simulation, int number) {
        this.simulation = simulation;
        this.number = number;
        toneHz = 313 + 97 * (number % 27) + 7 * (number / 27); // no whole number of samples
        address = Simulation.address(number + 1, 4000);
        source = address;
        wire = simulation.new Wire(number);
        session =
                new Session(
                        events::add,
                        wire,
                        simulation.clock,
                        5 * Simulation.SECOND,
                        Simulation.HOLD_TIMEOUT,
                        simulation.seed * 1000 + number + 1);
        uplink = new NetworkEmulator(simulation.seed * 77 + number);
        ssrc = 0x1000 + number;
        sequence = 65_500 + number; // wraps soon
        timestampBase = -5000; // so does this
        nextSendNanos = simulation.nowNanos() + (number * 7.3 % 20) * Simulation.MILLI;
        simulation.core.add(session);
    }

    MediaDescription description(Direction direction) {
        InetSocketAddress rtcp = new InetSocketAddress(address.getAddress(), address.getPort() + 1);
        int type = codec.staticPayloadType();
        return new MediaDescription(address, rtcp, codec, type, Simulation.EVENT_TYPE, direction);
    }

    void connect(Direction direction) {
        execute(new Command.Connect(description(direction)));
    }

    void execute(Command command) {
        simulation.core.execute(session, command, simulation.nowNanos());
    }

    void join(String conference) {
        execute(new Command.Join(conference, "phone" + number, false));
    }

    Phone codec(Codec codec) {
        this.codec = codec;
        connect(Direction.SENDRECV);
        return this;
    }

    Phone ptimeMillis(int millis) {
        ptimeMillis = millis;
        return this;
    }

    /// How much faster than true its clock goes, in parts per million.
    Phone driftPpm(double ppm) {
        clockFactor = 1 + ppm / 1e6;
        return this;
    }

    Phone amplitude(double amplitude) {
        this.amplitude = amplitude;
        return this;
    }

    Phone talking(boolean talking) {
        this.talking = talking;
        return this;
    }

    Phone sending(boolean sending) {
        this.sending = sending;
        return this;
    }

    /// It goes on sending sound while a key is down, as phones do that detect the key too late.
    Phone soundsWhileKeyDown() {
        soundsWhileKeyDown = true;
        return this;
    }

    /// From now on it sends from another address, as after a NAT's change of mind.
    void movesTo(InetSocketAddress address) {
        source = address;
        simulation.host(address, this);
    }

    void restartsStream() {
        ssrc += 0x100000;
        sequence = 100;
        timestampBase = 77_777_777;
    }

    void sendUntil(long nowNanos) {
        while (nextSendNanos <= nowNanos) {
            sendFrame((long) nextSendNanos);
            nextSendNanos += ptimeMillis * Simulation.MILLI / clockFactor;
        }
    }

    private void sendFrame(long atNanos) {
        int count = ptimeMillis * 8;
        byte[] keyPacket = scheduled.isEmpty() ? null : scheduled.pollFirstEntry().getValue();
        if (keyPacket != null) {
            int number = sequence++;
            keyPacket[2] = (byte) (number >> 8);
            keyPacket[3] = (byte) number;
            transmit(keyPacket, atNanos);
        }
        if (sending && (keyPacket == null || soundsWhileKeyDown)) {
            transmit(audioPacket(count), atNanos);
        }
        samplesSent += count;
        frames++;
    }

    private byte[] audioPacket(int count) {
        int[] pcm = new int[count];
        for (int i = 0; i < count && talking; i++) {
            double angle = 2 * Math.PI * toneHz * (samplesSent + i) / 8000;
            pcm[i] = (int) Math.round(amplitude * Math.sin(angle));
        }
        byte[] packet = new byte[RtpHeader.FIXED_LENGTH + count];
        RtpHeader.write(
                packet,
                frames == 0,
                codec.staticPayloadType(),
                sequence++ & 0xFFFF,
                timestamp(),
                ssrc);
        g711().encode(pcm, 0, count, packet, RtpHeader.FIXED_LENGTH);
        return packet;
    }

    /// RFC 3389: one byte of noise level, in place of the sound of a pause.
    void comfortNoise() {
        byte[] packet = new byte[RtpHeader.FIXED_LENGTH + 1];
        RtpHeader.write(packet, false, 13, sequence++ & 0xFFFF, timestamp(), ssrc);
        transmit(packet, simulation.nowNanos());
    }

    int timestamp() {
        return timestampBase + (int) samplesSent;
    }

    private void transmit(byte[] packet, long atNanos) {
        for (long arrival : uplink.arrivals(atNanos)) {
            wire.deliver(packet, source, arrival);
        }
    }

    /// Presses a key: its packets take the place of the next audio packets.
    void press(int event, int frameCount) {
        int start = timestamp();
        for (int i = 1; i <= frameCount + EVENT_END_PACKETS - 1; i++) {
            boolean end = i >= frameCount;
            int duration = Math.min(i, frameCount) * 160;
            byte[] packet = Events.packet(i == 1, 0, start, ssrc, event, end, duration);
            scheduled.put((long) scheduled.size(), packet);
        }
    }

    private G711 g711() {
        return codec == Codec.PCMU ? G711.MU_LAW : G711.A_LAW;
    }

    @Override
    public void arrived(byte[] datagram, InetSocketAddress from) {
        if (!from.equals(wire.rtpAddress)) {
            return; // RTCP
        }
        packetsHeard.add(datagram);
        int length = datagram.length - RtpHeader.FIXED_LENGTH;
        int[] pcm = new int[length];
        g711().decode(datagram, RtpHeader.FIXED_LENGTH, length, pcm, 0);
        heard.add(pcm);
    }

    void forgetHeard() {
        heard.clear();
        packetsHeard.clear();
    }

    /// All that was heard since [#forgetHeard].
    int[] heard() {
        int[] all = new int[heard.stream().mapToInt(frame -> frame.length).sum()];
        int at = 0;
        for (int[] frame : heard) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
    }

    double amplitudeOf(double frequencyHz) {
        int[] all = heard();
        int window = Math.min(8000, all.length);
        return Goertzel.amplitude(all, all.length - window, window, frequencyHz);
    }

    /// Whose tones were heard in the last second, as phone numbers.
    List<Integer> heardPhones() {
        List<Integer> numbers = new ArrayList<>();
        for (Phone other : simulation.phones) {
            if (amplitudeOf(other.toneHz) > 400) {
                numbers.add(other.number);
            }
        }
        return numbers;
    }

    List<Character> digits() {
        List<Character> digits = new ArrayList<>();
        for (MediaEvent event : events) {
            if (event instanceof MediaEvent.DigitPressed(char digit, long _)) {
                digits.add(digit);
            }
        }
        return digits;
    }

    <E extends MediaEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Whether sequence numbers and timestamps of all that was heard go on without a gap.
    boolean heardWithoutGap() {
        for (int i = 1; i < packetsHeard.size(); i++) {
            byte[] before = packetsHeard.get(i - 1);
            byte[] after = packetsHeard.get(i);
            int sequenceStep =
                    RtpHeader.sequenceDistance(
                            RtpHeader.sequenceNumber(after), RtpHeader.sequenceNumber(before));
            if (sequenceStep != 1
                    || RtpHeader.timestamp(after) - RtpHeader.timestamp(before) != 160) {
                return false;
            }
        }
        return true;
    }

    byte[] payloadsHeard() {
        byte[] all = new byte[0];
        for (byte[] packet : packetsHeard) {
            int end = all.length;
            all = Arrays.copyOf(all, end + packet.length - RtpHeader.FIXED_LENGTH);
            System.arraycopy(packet, RtpHeader.FIXED_LENGTH, all, end, all.length - end);
        }
        return all;
    }
}
