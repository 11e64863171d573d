package antiphon.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711Test {
    @ParameterizedTest
    @CsvSource({
        "0xFF,0",
        "0x7F,0",
        "0x80,32124",
        "0x00,-32124",
        "0xFE,8",
        "0x7E,-8",
        "0xEF,132",
        "0xF0,120",
        "0xDF,396",
        "0x9F,8316"
    })
    void muLawCodesMeanWhatTheRecommendationSays(int code, int linear) {
        assertThat(G711.MU_LAW.decode((byte) code)).isEqualTo(linear);
    }

    @ParameterizedTest
    @CsvSource({
        "0xD5,8",
        "0x55,-8",
        "0xD4,24",
        "0x54,-24",
        "0xAA,32256",
        "0x2A,-32256",
        "0xC5,264",
        "0x45,-264",
        "0x80,5504"
    })
    void aLawCodesMeanWhatTheRecommendationSays(int code, int linear) {
        assertThat(G711.A_LAW.decode((byte) code)).isEqualTo(linear);
    }

    @Test
    void everyCodeSurvivesDecodingAndEncoding() {
        for (int code = 0; code < 256; code++) {
            int aLaw = G711.A_LAW.decode((byte) code);
            assertThat(G711.A_LAW.encode((short) aLaw)).as("A-law %x", code).isEqualTo((byte) code);
            int muLaw = G711.MU_LAW.decode((byte) code);
            byte expected = code == 0x7F ? (byte) 0xFF : (byte) code; // minus zero is zero
            assertThat(G711.MU_LAW.encode((short) muLaw)).as("µ-law %x", code).isEqualTo(expected);
        }
    }

    @Test
    void everySampleIsEncodedWithinHalfAStepAndInOrder() {
        for (G711 codec : new G711[] {G711.MU_LAW, G711.A_LAW}) {
            int before = Integer.MIN_VALUE;
            for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
                int decoded = codec.decode(codec.encode((short) sample));
                int magnitude = Math.abs(decoded);
                // Steps double from segment to segment: 8 to 1024 in µ-law, 16 to 1024 in A-law.
                int step =
                        codec == G711.MU_LAW
                                ? Integer.highestOneBit(magnitude + 132) / 16
                                : Math.max(16, Integer.highestOneBit(magnitude) / 16);
                int clip = codec == G711.MU_LAW ? 32635 : 32768;
                int error = Math.abs(Math.min(clip, Math.abs(sample)) - magnitude);
                assertThat(error).as("sample %d", sample).isLessThanOrEqualTo(step / 2);
                assertThat(decoded).as("sample %d", sample).isGreaterThanOrEqualTo(before);
                before = decoded;
            }
        }
    }

    @Test
    void framesGoThroughTheSameTables() {
        int[] pcm = {-32768, -1000, -1, 0, 1, 1000, 32767};
        byte[] payload = new byte[9];
        assertThat(G711.A_LAW.encode(pcm, 0, 7, payload, 2)).isEqualTo(7);
        int[] decoded = new int[7];
        G711.A_LAW.decode(payload, 2, 7, decoded, 0);
        assertThat(decoded).containsExactly(-32256, -1008, -8, 8, 8, 1008, 32256);
    }
}
