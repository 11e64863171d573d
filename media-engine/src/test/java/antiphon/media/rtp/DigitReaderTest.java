package antiphon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitReaderTest {
    private static final long FRAME_NANOS = 20_000_000L;

    /// A packet of an event stream and when it arrives.
    private record Event(
            boolean marker,
            int sequence,
            int timestamp,
            int event,
            boolean end,
            int duration,
            long arrivalNanos) {
        Event withoutMarker() {
            return new Event(false, sequence, timestamp, event, end, duration, arrivalNanos);
        }

        Event withTimestamp(int other) {
            return new Event(marker, sequence, other, event, end, duration, arrivalNanos);
        }
    }

    /// What a conforming sender makes of a press: a packet every 20 ms, the last one three times.
    private static List<Event> press(int event, int sequence, int timestamp, int frames) {
        List<Event> packets = new ArrayList<>();
        for (int i = 1; i <= frames + 2; i++) {
            int duration = 160 * Math.min(i, frames);
            long arrival = timestamp / 160L * FRAME_NANOS + (i - 1) * FRAME_NANOS;
            packets.add(
                    new Event(
                            i == 1,
                            sequence + i - 1,
                            timestamp,
                            event,
                            i >= frames,
                            duration,
                            arrival));
        }
        return packets;
    }

    private static String read(List<Event> packets) {
        DigitReader reader = new DigitReader(8000);
        StringBuilder digits = new StringBuilder();
        for (Event packet : packets) {
            int event = give(reader, packet);
            if (event != DigitReader.NONE) {
                digits.append(DigitReader.digit(event));
            }
        }
        return digits.toString();
    }

    private static int give(DigitReader reader, Event event) {
        byte[] packet = new byte[16];
        RtpHeader.write(
                packet, event.marker, 101, event.sequence & 0xFFFF, event.timestamp, 0x1234);
        packet[12] = (byte) event.event;
        packet[13] = (byte) (event.end ? 0x8A : 0x0A);
        packet[14] = (byte) (event.duration >> 8);
        packet[15] = (byte) event.duration;
        return reader.packet(packet, 12, 4, event.arrivalNanos);
    }

    private static List<Event> subset(List<Event> packets, int mask) {
        List<Event> kept = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            if ((mask & (1 << i)) != 0) {
                kept.add(packets.get(i));
            }
        }
        return kept;
    }

    @Test
    void onePressIsOneDigitWhateverSubsetOfItsPacketsArrives() {
        List<Event> packets = press(5, 65_533, 8000, 6);
        for (int mask = 1; mask < 1 << packets.size(); mask++) {
            assertThat(read(subset(packets, mask))).as("packets %s", mask).isEqualTo("5");
        }
    }

    @Test
    void twoPressesOfOneKey50MillisApartAreTwoDigitsWhateverSubsetOfEachArrives() {
        List<Event> first = press(7, 100, 8000, 4);
        // 80 ms of sound and 50 ms of pause; three audio packets lie between.
        List<Event> second = press(7, 100 + 6 + 3, 8000 + 640 + 400, 4);
        for (int mask = 1; mask < 1 << 12; mask++) {
            List<Event> packets = subset(first, mask & 63);
            List<Event> rest = subset(second, mask >> 6);
            String expected = (packets.isEmpty() ? "" : "7") + (rest.isEmpty() ? "" : "7");
            packets.addAll(rest);
            assertThat(read(packets)).as("packets %s", mask).isEqualTo(expected);
            List<Event> unmarked = packets.stream().map(Event::withoutMarker).toList();
            assertThat(read(unmarked)).as("unmarked packets %s", mask).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void orderAndRepetitionDoNotMatter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Event> packets = press(11, 65_530, 8000, 5);
            packets.addAll(packets.subList(0, 3));
            Collections.shuffle(packets, random);
            assertThat(read(packets)).as("seed %d round %d", seed, round).isEqualTo("#");
        }
    }

    @Test
    void lateEndPacketsOfAPressDoNotDisturbTheNext() {
        List<Event> first = press(1, 100, 8000, 4);
        List<Event> second = press(1, 110, 9040, 4);
        List<Event> packets = new ArrayList<>(first.subList(0, 4));
        packets.add(second.get(0));
        packets.addAll(first.subList(4, 6));
        packets.addAll(second.subList(1, 6));
        assertThat(read(packets)).isEqualTo("11");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aPressLongerThanItsDurationFieldIsOneDigit(int lostAtTheSeam) {
        List<Event> packets = new ArrayList<>();
        int sequence = 0;
        for (int segment = 0; segment < 3; segment++) {
            int start = 8000 + segment * 0xFFFF;
            for (int duration = 160; duration < 0xFFFF; duration += 160) {
                long arrival = (start + duration) / 160L * FRAME_NANOS;
                packets.add(
                        new Event(sequence == 0, sequence++, start, 3, false, duration, arrival));
            }
        }
        int seam = 0xFFFF / 160;
        assertThat(read(packets)).isEqualTo("3");
        packets.subList(seam - lostAtTheSeam, seam + lostAtTheSeam).clear();
        assertThat(read(packets)).isEqualTo("3");
    }

    @Test
    void aSenderThatStampsEveryPacketAnewPressesOnce() {
        List<Event> packets = new ArrayList<>();
        for (Event packet : press(9, 10, 8000, 8)) {
            packets.add(packet.withTimestamp(8000 + packet.duration - 160));
        }
        assertThat(read(packets)).isEqualTo("9");
        List<Event> second = new ArrayList<>();
        for (Event packet : press(9, 40, 8000 + 8 * 160 + 400, 8)) {
            second.add(packet.withTimestamp(packet.timestamp + packet.duration - 160));
        }
        packets.addAll(second);
        assertThat(read(packets)).isEqualTo("99");
    }

    @ParameterizedTest
    @CsvSource({"1,5000", "3,-70000", "4,100000000"})
    void aTimestampThatJumpsInTheMiddleOfAPressMakesNoSecondDigit(int from, int jump) {
        List<Event> packets = press(2, 10, 8000, 8);
        for (int i = from; i < packets.size(); i++) {
            packets.set(i, packets.get(i).withTimestamp(8000 + jump));
        }
        assertThat(read(packets)).isEqualTo("2");
        packets.remove(from);
        assertThat(read(packets)).isEqualTo("2");
    }

    @Test
    void differentKeysWithoutAPauseAreAllRead() {
        List<Event> packets = new ArrayList<>();
        for (int event = 0; event < 16; event++) {
            packets.addAll(press(event, event * 10, 8000 + event * 800, 4));
        }
        assertThat(read(packets)).isEqualTo("0123456789*#ABCD");
    }

    @Test
    void eventsThatAreNoKeysAndShortPayloadsAreIgnored() {
        assertThat(read(press(16, 1, 8000, 4))).isEmpty();
        assertThat(read(press(255, 1, 8000, 4))).isEmpty();
        DigitReader reader = new DigitReader(8000);
        assertThat(reader.packet(new byte[15], 12, 3, 0)).isEqualTo(DigitReader.NONE);
    }

    @Test
    void theKeySoundsUntilItsEndOrASilence() {
        DigitReader reader = new DigitReader(8000);
        List<Event> packets = press(4, 1, 0, 4);
        give(reader, packets.get(0));
        assertThat(reader.sounding(50_000_000)).isTrue();
        assertThat(reader.sounding(150_000_000)).isFalse();
        give(reader, packets.get(1));
        give(reader, packets.get(3));
        assertThat(reader.sounding(packets.get(3).arrivalNanos)).isFalse();
        give(reader, packets.get(2)); // late
        assertThat(reader.sounding(packets.get(3).arrivalNanos)).isFalse();
    }
}
