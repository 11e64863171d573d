package antiphon.media.audio;

/// Fills in for samples that did not come: goes on with the last pitch period, fades it out within
/// 60 ms and blends back into the real sound (the idea of G.711 Appendix I). Owned by the media
/// thread.
///
/// It works inside the caller's buffer: what lies before `end` is the past.
public final class Concealer {
    /// How much past it looks at.
    public static final int HISTORY = 480;

    /// 200 Hz and 40 Hz: the range of voices, and multiples of higher ones.
    static final int LAG_MIN = 40;

    static final int LAG_MAX = 200;

    private static final int TEMPLATE = 128;
    private static final int HOLD = 80;
    private static final int FADE_END = 480;
    private static final int JOIN = 16;
    private static final int BLEND = 40;

    private final int[] period = new int[LAG_MAX];
    private final int[] continued = new int[BLEND];
    private int lag;
    private int position;
    private int produced;
    private boolean active;

    public boolean active() {
        return active;
    }

    public void reset() {
        active = false;
    }

    /// Appends `count` invented samples at `end`.
    public void conceal(int[] pcm, int end, int count) {
        int step = 0;
        if (!active) {
            begin(pcm, end);
            step = pcm[end - 1] - pcm[end - lag - 1];
        }
        next(pcm, end, count);
        for (int i = 0; i < Math.min(JOIN, count); i++) {
            pcm[end + i] = clamp(pcm[end + i] + step * (JOIN - i) / JOIN);
        }
    }

    /// Blends the first real samples at `start` with what the invention would have gone on with.
    public void recover(int[] pcm, int start, int count) {
        active = false;
        int blend = Math.min(BLEND, count);
        next(continued, 0, blend);
        for (int i = 0; i < blend; i++) {
            pcm[start + i] = (continued[i] * (blend - i) + pcm[start + i] * i) / blend;
        }
    }

    private void begin(int[] pcm, int end) {
        active = true;
        position = 0;
        produced = 0;
        lag = bestLag(pcm, end - TEMPLATE, -1, TEMPLATE, LAG_MIN, LAG_MAX);
        System.arraycopy(pcm, end - lag, period, 0, lag);
        int overlap = lag / 4;
        for (int i = 0; i < overlap; i++) {
            int before = pcm[end - lag - overlap + i];
            int at = lag - overlap + i;
            period[at] = (period[at] * (overlap - i) + before * i) / overlap;
        }
    }

    private void next(int[] pcm, int at, int count) {
        for (int i = 0; i < count; i++) {
            int faded = produced - HOLD;
            int sample = period[position];
            if (faded > 0) {
                sample = faded >= FADE_END - HOLD ? 0 : sample * (FADE_END - HOLD - faded) / 400;
            }
            pcm[at + i] = sample;
            produced++;
            position = position + 1 == lag ? 0 : position + 1;
        }
    }

    /// The shift under which the template at `at` looks most like itself.
    ///
    /// @param direction +1 looks later, -1 earlier
    static int bestLag(int[] pcm, int at, int direction, int length, int lagMin, int lagMax) {
        int best = lagMin;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int lag = lagMin; lag <= lagMax; lag++) {
            double score = similarity(pcm, at, at + direction * lag, length);
            if (score > bestScore) {
                bestScore = score;
                best = lag;
            }
        }
        return best;
    }

    /// Normalised correlation of two stretches, -1 to 1; 0 where one of them is silent.
    static double similarity(int[] pcm, int a, int b, int length) {
        long product = 0;
        long energyA = 0;
        long energyB = 0;
        for (int i = 0; i < length; i += 2) { // every other sample tells enough
            long x = pcm[a + i];
            long y = pcm[b + i];
            product += x * y;
            energyA += x * x;
            energyB += y * y;
        }
        return energyA == 0 || energyB == 0
                ? 0
                : product / Math.sqrt((double) energyA * (double) energyB);
    }

    private static int clamp(int sample) {
        return Math.max(Pcm.MIN, Math.min(Pcm.MAX, sample));
    }
}
