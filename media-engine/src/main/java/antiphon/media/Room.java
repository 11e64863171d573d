package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.audio.Limiter;
import antiphon.media.audio.Pcm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conference on its loop: all talkers are summed once; a talker hears the sum without himself,
/// all others share one encoded mix per codec. Owned by the media thread, but for `locked` and
/// `members`, which any thread may read.
final class Room {
    /// A room lives on one loop, and all its members speak in one slot of the tick.
    static final int MEMBERS_MAX = 1000;

    final String name;
    final int slot;
    private final List<Member> list = new ArrayList<>();
    private int[] @Nullable [] voices = new int[16][];
    private final int[] sum = new int[Frame.SAMPLES];
    private final int[] tail = new int[Frame.SAMPLES];
    private final int[] mix = new int[Frame.SAMPLES];
    private final int[] shared = new int[Frame.SAMPLES];
    private final byte[][] sharedPayload = new byte[Codecs.COUNT][Frame.SAMPLES * 2];
    private final int[] sharedLength = new int[Codecs.COUNT];
    private final Limiter limiter = new Limiter();
    private boolean tailed;
    private int talkers;

    volatile boolean locked;
    private volatile List<Member> members = List.of();

    Room(String name, int slot) {
        this.name = name;
        this.slot = slot;
    }

    void add(Member member) {
        member.index = list.size();
        list.add(member);
        if (voices.length < list.size()) {
            voices = Arrays.copyOf(voices, 2 * voices.length);
        }
        members = List.copyOf(list);
    }

    /// Whoever leaves in the middle of a word is faded out over one more frame.
    void remove(Member member) {
        if (member.gain() > 0f) {
            member.session.receiver().continuation(mix);
            Pcm.ramp(mix, member.gain(), 0f, mix);
            Pcm.add(tail, mix);
            tailed = true;
        }
        Member last = list.removeLast();
        if (last != member) {
            list.set(member.index, last);
            voices[member.index] = voices[last.index];
            last.index = member.index;
        }
        voices[list.size()] = null;
        members = List.copyOf(list);
    }

    boolean full() {
        return list.size() >= MEMBERS_MAX;
    }

    boolean empty() {
        return list.isEmpty();
    }

    /// Everybody, for any thread.
    List<Member> members() {
        return members;
    }

    /// Step one of a frame: who says something, and the sum of it.
    void collect(long frameIndex) {
        Arrays.fill(sum, 0);
        talkers = 0;
        if (tailed) {
            Pcm.add(sum, tail);
            Arrays.fill(tail, 0);
            tailed = false;
            talkers++;
        }
        for (int i = 0; i < list.size(); i++) {
            Member member = list.get(i);
            int[] voice = member.voice(member.session.receiver().frame(frameIndex));
            voices[i] = voice;
            if (voice != null) {
                Pcm.add(sum, voice);
                talkers++;
            }
        }
        Arrays.fill(sharedLength, 0);
        System.arraycopy(sum, 0, shared, 0, Frame.SAMPLES);
        if (talkers > 0) {
            limiter.limit(shared);
        }
    }

    /// Step two, for each member: the payload it is to hear.
    ///
    /// @return its length; 0 if there is nothing to hear
    int mixFor(Member member, Codec codec, byte[] packet, int offset) {
        int[] voice = voices[member.index];
        if (talkers == 0 || (voice != null && talkers == 1)) {
            return 0;
        }
        if (voice != null) {
            Pcm.subtract(sum, voice, mix);
            member.limiter.limit(mix);
            return member.session.encoder().encode(mix, 0, Frame.SAMPLES, packet, offset);
        }
        int at = Codecs.index(codec);
        if (sharedLength[at] == 0) {
            sharedLength[at] =
                    Codecs.encoder(codec).encode(shared, 0, Frame.SAMPLES, sharedPayload[at], 0);
        }
        System.arraycopy(sharedPayload[at], 0, packet, offset, sharedLength[at]);
        return sharedLength[at];
    }
}
