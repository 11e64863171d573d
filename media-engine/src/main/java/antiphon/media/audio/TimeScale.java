package antiphon.media.audio;

/// Makes sound shorter by one pitch period, without a click.
public final class TimeScale {
    /// 5 ms and 20 ms: what one cut takes out.
    public static final int LAG_MIN = 40;

    public static final int LAG_MAX = 160;

    /// Energy of a frame in which any cut is inaudible: -55 dBov.
    public static final long QUIET = Pcm.energyAt(-55);

    private TimeScale() {}

    /// Cuts at most `excess` samples from the frame at `head`: it fades over from itself to itself
    /// one period later. Needs a frame and [#LAG_MAX] samples.
    ///
    /// @return how many samples were cut
    public static int shorten(int[] pcm, int head, int tail, int excess, boolean quiet) {
        int lagMax = Math.min(LAG_MAX, excess);
        int lag =
                quiet
                        ? lagMax
                        : Concealer.bestLag(
                                pcm,
                                head,
                                1,
                                Math.min(Frame.SAMPLES, tail - head - lagMax),
                                LAG_MIN,
                                lagMax);
        for (int i = 0; i < Frame.SAMPLES; i++) {
            int before = pcm[head + i] * (Frame.SAMPLES - i);
            int after = pcm[head + lag + i] * i;
            pcm[head + i] = (before + after) / Frame.SAMPLES;
        }
        int from = head + lag + Frame.SAMPLES;
        System.arraycopy(pcm, from, pcm, head + Frame.SAMPLES, tail - from);
        return lag;
    }
}
