import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Composes the music of the class `default` and writes it to the file named: 72 s, 16 kHz, 16 bit, mono.
///
/// Made for the telephone: every voice lies between 260 Hz and 1.4 kHz with its partials below 3.2 kHz, attacks are
/// soft, and the level is even, so that G.711 and a voice detector have little to spoil. All notes and echoes are
/// written round the end of the buffer to its start: the loop has no seam. `StrictMath` and a seeded generator of its
/// own make the same bytes on every machine.
///
///     java prompts/GenerateMusic.java prompts/src/main/resources/moh/default/evening.wav
static final int RATE = 16_000;

static final int BEAT = RATE * 3 / 4; // 80 beats a minute
static final int BARS = 24;
static final int LENGTH = BARS * 4 * BEAT;
static final double LEVEL_DBFS = -26;
static final double PARTIAL_HZ_MAX = 3_200;

final double[] loop = new double[LENGTH];
long seed = 20_260_101;

// One chord a bar, four voices each, as MIDI note numbers.
final int[][] chords = {
    {60, 64, 67, 71}, {60, 64, 69, 72}, {60, 65, 69, 72}, {62, 67, 71, 74},
    {62, 67, 71, 76}, {60, 64, 69, 76}, {62, 65, 69, 72}, {62, 65, 67, 72},
};
// Order in which the eight quavers of a bar walk through the chord (4 = first voice an octave up), for each round.
final int[][] walks = {
    {0, 1, 2, 3, 4, 3, 2, 1}, {0, 2, 1, 3, 2, 4, 3, 2}, {0, 2, 3, 2, 4, 2, 3, 1},
};
// The tune of the second and third round: {bar, half beats into it, length in half beats, note}.
final int[][] tune = {
    {0, 0, 3, 79}, {0, 4, 2, 76}, {1, 0, 5, 76}, {1, 6, 2, 74}, {2, 0, 3, 72}, {2, 4, 3, 77}, {3, 0, 6, 74},
    {4, 0, 3, 79}, {4, 4, 2, 78}, {4, 6, 2, 79}, {5, 0, 4, 76}, {5, 4, 4, 72}, {6, 0, 3, 74}, {6, 4, 3, 77},
    {7, 0, 4, 74}, {7, 4, 3, 79},
};

void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
        System.err.println("Usage: java prompts/GenerateMusic.java FILE.wav");
        System.exit(2);
    }
    for (int bar = 0; bar < BARS; bar++) {
        int start = bar * 4 * BEAT;
        int[] chord = chords[bar % chords.length];
        for (int note : chord) {
            pad(start, 5 * BEAT, frequency(note), 0.16);
        }
        int[] walk = walks[bar / chords.length];
        for (int quaver = 0; quaver < walk.length; quaver++) {
            int note = walk[quaver] == 4 ? chord[0] + 12 : chord[walk[quaver]];
            double strength = (quaver % 4 == 0 ? 0.34 : 0.24) * (0.85 + 0.3 * random());
            pluck(start + quaver * BEAT / 2, frequency(note), strength);
        }
    }
    for (int round = 1; round <= 2; round++) {
        for (int[] note : tune) {
            int start = (round * chords.length + note[0]) * 4 * BEAT + note[1] * BEAT / 2;
            sing(start, note[2] * BEAT / 2, frequency(note[3]), 0.2);
        }
    }
    echo(BEAT * 3 / 2, 0.3, 3);
    Path file = Path.of(arguments[0]);
    Files.write(file, wav(normalised()));
}

double frequency(int note) {
    return 440 * StrictMath.pow(2, (note - 69) / 12.0);
}

// A linear congruential generator (Knuth's MMIX constants): 0 to 1.
double random() {
    seed = seed * 6364136223846793005L + 1442695040888963407L;
    return (seed >>> 11) / (double) (1L << 53);
}

void add(int at, double value) {
    loop[at % LENGTH] += value;
}

// A soft chord tone: two strings a hair apart that beat slowly.
void pad(int start, int length, double hertz, double strength) {
    for (int i = 0; i < length; i++) {
        double bow = StrictMath.sin(StrictMath.PI * i / length);
        double t = i / (double) RATE;
        double tone = 0;
        for (int partial = 1; partial <= 3 && partial * hertz < PARTIAL_HZ_MAX; partial++) {
            double angle = 2 * StrictMath.PI * partial * hertz * t;
            tone += (StrictMath.sin(angle * 0.9985) + StrictMath.sin(angle * 1.0015)) / (2.0 * partial * partial);
        }
        add(start + i, strength * bow * bow * tone);
    }
}

// A struck tone: each partial dies sooner than the one below it.
void pluck(int start, double hertz, double strength) {
    for (int partial = 1; partial <= 4 && partial * hertz < PARTIAL_HZ_MAX; partial++) {
        double step = 2 * StrictMath.PI * partial * hertz / RATE;
        double weight = strength / StrictMath.pow(partial, 1.4);
        double decay = 1 - (1.9 + 1.3 * partial) / RATE;
        double fall = 1;
        int length = 2 * RATE;
        for (int i = 0; i < length; i++, fall *= decay) {
            double attack = StrictMath.min(1, i / (0.008 * RATE));
            double release = StrictMath.min(1, (length - i) / (0.05 * RATE));
            add(start + i, weight * attack * release * fall * StrictMath.sin(step * i));
        }
    }
}

// The tune: a flute-like tone whose vibrato sets in late.
void sing(int start, int length, double hertz, double strength) {
    int total = length + BEAT / 4;
    double angle = 0;
    for (int i = 0; i < total; i++) {
        double t = i / (double) RATE;
        double vibrato = 0.004 * StrictMath.min(1, t / 0.6) * StrictMath.sin(2 * StrictMath.PI * 4.6 * t);
        angle += 2 * StrictMath.PI * hertz * (1 + vibrato) / RATE;
        double attack = StrictMath.min(1, i / (0.06 * RATE));
        double release = StrictMath.min(1, (total - i) / (0.2 * RATE));
        double tone = StrictMath.sin(angle) + 0.25 * StrictMath.sin(2 * angle) + 0.08 * StrictMath.sin(3 * angle);
        add(start + i, strength * attack * release * tone);
    }
}

void echo(int delay, double strength, int times) {
    double[] dry = loop.clone();
    for (int turn = 1; turn <= times; turn++) {
        double weight = StrictMath.pow(strength, turn);
        for (int i = 0; i < LENGTH; i++) {
            add(i + turn * delay, weight * dry[i]);
        }
    }
}

short[] normalised() {
    double power = Arrays.stream(loop).map(x -> x * x).sum() / LENGTH;
    double gain = StrictMath.pow(10, LEVEL_DBFS / 20) / StrictMath.sqrt(power) * 32_768;
    short[] samples = new short[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
        samples[i] = (short) StrictMath.max(-32_768, StrictMath.min(32_767, StrictMath.round(loop[i] * gain)));
    }
    return samples;
}

byte[] wav(short[] samples) {
    int bytes = samples.length * 2;
    ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    wav.asShortBuffer().put(samples);
    return wav.array();
}
