package antiphon.bench.sound;

/// The two laws of ITU-T G.711, with their static RTP payload types (RFC 3551 §6).
public enum Law {
    PCMU(0, (byte) 0xFF),
    PCMA(8, (byte) 0xD5);

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;

    private final int payloadType;
    private final byte silence;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, never written again
    private final short[] decoded = new short[256];

    Law(int payloadType, byte silence) {
        this.payloadType = payloadType;
        this.silence = silence;
        for (int code = 0; code < decoded.length; code++) {
            decoded[code] = (short) (payloadType == 0 ? muToLinear(code) : aToLinear(code));
        }
    }

    public int payloadType() {
        return payloadType;
    }

    /// The code of a zero sample.
    public byte silence() {
        return silence;
    }

    public short decode(byte code) {
        return decoded[code & 0xFF];
    }

    public byte encode(short sample) {
        return (byte) (this == PCMU ? linearToMu(sample) : linearToA(sample));
    }

    public byte[] encode(short[] samples) {
        byte[] codes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            codes[i] = encode(samples[i]);
        }
        return codes;
    }

    private static int muToLinear(int code) {
        int inverted = ~code;
        int magnitude = (((inverted & 0x0F) << 3) + MU_BIAS) << ((inverted & 0x70) >> 4);
        return (inverted & 0x80) != 0 ? MU_BIAS - magnitude : magnitude - MU_BIAS;
    }

    private static int linearToMu(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return ~(sign | (exponent << 4) | mantissa);
    }

    private static int aToLinear(int code) {
        int toggled = code ^ 0x55;
        int segment = (toggled & 0x70) >> 4;
        int step = (toggled & 0x0F) << 4;
        int magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
        return (toggled & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int linearToA(int sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = (sample >= 0 ? sample : -sample - 1) >> 3;
        int segment = magnitude < 32 ? 0 : 27 - Integer.numberOfLeadingZeros(magnitude);
        int code = (segment << 4) | ((magnitude >> Math.max(segment, 1)) & 0x0F);
        return (sign | code) ^ 0x55;
    }
}
