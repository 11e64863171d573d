package antiphon.media.audio;

/// ITU-T G.711 by tables: one look-up per sample each way. Stateless, so shared. Any thread.
public final class G711 implements Decoder, Encoder {
    public static final G711 MU_LAW = new G711(true);
    public static final G711 A_LAW = new G711(false);

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32635;

    private final int[] linear = new int[256];

    // All 65,536 values rather than 16,384: the decision values are not symmetric under >> 2.
    private final byte[] companded = new byte[65536];

    private G711(boolean muLaw) {
        for (int code = 0; code < 256; code++) {
            linear[code] = muLaw ? muLawToLinear(code) : aLawToLinear(code);
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            companded[sample - Short.MIN_VALUE] =
                    (byte) (muLaw ? linearToMuLaw(sample) : linearToALaw(sample));
        }
    }

    /// The code for a silent sample.
    public byte silence() {
        return companded[-Short.MIN_VALUE];
    }

    @Override
    public int samples(int payloadLength) {
        return payloadLength;
    }

    @Override
    public void decode(byte[] payload, int offset, int length, int[] pcm, int pcmOffset) {
        for (int i = 0; i < length; i++) {
            pcm[pcmOffset + i] = linear[payload[offset + i] & 0xFF];
        }
    }

    @Override
    public int encode(int[] pcm, int pcmOffset, int count, byte[] payload, int offset) {
        for (int i = 0; i < count; i++) {
            payload[offset + i] = companded[pcm[pcmOffset + i] - Short.MIN_VALUE];
        }
        return count;
    }

    public byte encode(short sample) {
        return companded[sample - Short.MIN_VALUE];
    }

    public int decode(byte code) {
        return linear[code & 0xFF];
    }

    private static int muLawToLinear(int code) {
        int inverted = ~code & 0xFF;
        int segment = (inverted >> 4) & 7;
        int magnitude = ((((inverted & 0x0F) << 3) + MU_BIAS) << segment) - MU_BIAS;
        return (inverted & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static int linearToMuLaw(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int biased = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
        int segment = 24 - Integer.numberOfLeadingZeros(biased);
        int mantissa = (biased >> (segment + 3)) & 0x0F;
        return ~(sign | (segment << 4) | mantissa) & 0xFF;
    }

    private static int aLawToLinear(int code) {
        int toggled = code ^ 0x55;
        int segment = (toggled >> 4) & 7;
        int magnitude = ((toggled & 0x0F) << 4) + 8;
        if (segment > 0) {
            magnitude = (magnitude + 0x100) << (segment - 1);
        }
        return (toggled & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int linearToALaw(int sample) {
        // A-law has no zero: negative magnitudes start at -1, so that -1 and 0 fall on both sides.
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = sample >= 0 ? sample : -sample - 1;
        int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude | 1));
        int mantissa = segment == 0 ? magnitude >> 4 : (magnitude >> (segment + 3)) & 0x0F;
        return (sign | (segment << 4) | mantissa) ^ 0x55;
    }
}
