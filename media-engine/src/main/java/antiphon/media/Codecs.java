package antiphon.media;

import antiphon.media.audio.Decoder;
import antiphon.media.audio.Encoder;
import antiphon.media.audio.Frame;
import antiphon.media.audio.G711;
import java.util.Arrays;

/// What the engine needs to know of a [Codec] beyond its SDP: who encodes and decodes it.
final class Codecs {
    static final int COUNT = Codec.values().length;

    private static final byte[][] SILENCE = new byte[COUNT][];

    static {
        for (Codec codec : Codec.values()) {
            byte[] frame = new byte[Frame.SAMPLES];
            Arrays.fill(frame, g711(codec).silence());
            SILENCE[index(codec)] = frame;
        }
    }

    private Codecs() {}

    /// A codec's place in arrays with one entry per codec.
    static int index(Codec codec) {
        return switch (codec) {
            case PCMU -> 0;
            case PCMA -> 1;
        };
    }

    static Decoder decoder(Codec codec) {
        return g711(codec);
    }

    static Encoder encoder(Codec codec) {
        return g711(codec);
    }

    /// Payload of a silent frame.
    static byte[] silence(Codec codec) {
        return SILENCE[index(codec)];
    }

    private static G711 g711(Codec codec) {
        return switch (codec) {
            case PCMU -> G711.MU_LAW;
            case PCMA -> G711.A_LAW;
        };
    }
}
